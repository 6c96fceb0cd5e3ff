# Publishes the functions into infra/publish, which azd then deploys. Compiled ahead, they start sooner.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$infra = Split-Path -Parent $PSScriptRoot
$publish = Join-Path $infra 'publish'
if (Test-Path $publish) { Remove-Item -Recurse -Force $publish }
dotnet publish (Join-Path $infra '../functions') -c Release -r linux-x64 --no-self-contained '-p:PublishReadyToRun=true' -o $publish
if ($LASTEXITCODE -ne 0) { throw "dotnet publish ended with $LASTEXITCODE" }
