# Publishes the Azure build of the functions into infra/publish, which azd then deploys. Compiled ahead, it starts sooner.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false
$infra = Split-Path -Parent $PSScriptRoot
$publish = Join-Path $infra 'publish'
if (Test-Path $publish) { Remove-Item -Recurse -Force $publish }
dotnet publish (Join-Path $infra '../functions') -c Release -r linux-x64 --no-self-contained '-p:FunctionsRuntime=azure' '-p:PublishReadyToRun=true' -o $publish
if ($LASTEXITCODE -ne 0) { throw "dotnet publish ended with $LASTEXITCODE" }
