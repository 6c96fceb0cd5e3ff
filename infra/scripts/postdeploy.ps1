# Joins the drop zone to the ingest function. azd runs this after each deployment and passes the outputs
# of main.bicep as environment variables; running it again changes nothing.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

foreach ($name in 'AZURE_RESOURCE_GROUP', 'FUNCTION_APP_NAME', 'STORAGE_ACCOUNT_NAME', 'SYSTEM_TOPIC_NAME') {
  if (-not [Environment]::GetEnvironmentVariable($name)) {
    throw "$name is not set: run this through azd, or set it from 'azd env get-values'."
  }
}
if (-not (Get-Command az -ErrorAction SilentlyContinue)) {
  throw 'The Azure CLI (az) is missing: https://learn.microsoft.com/cli/azure/install-azure-cli'
}

# The host makes its blobs_extension key when it first starts with a blob function in it. Only names are asked for here.
for ($attempt = 1; ; $attempt++) {
  $names = az functionapp keys list --resource-group $env:AZURE_RESOURCE_GROUP --name $env:FUNCTION_APP_NAME `
    --query "keys(systemKeys)" --output tsv 2>$null
  if ($names -contains 'blobs_extension') { break }
  if ($attempt -ge 30) {
    throw 'The function app has no blobs_extension key after 5 minutes: look at its log stream for a failed start.'
  }
  Write-Host "Waiting for the function app to start ($attempt of 30)."
  Start-Sleep -Seconds 10
}

# The template reads the key itself, so that it appears on no command line.
az deployment group create --resource-group $env:AZURE_RESOURCE_GROUP --name drops `
  --template-file (Join-Path $PSScriptRoot '../subscription.bicep') `
  --parameters functionAppName=$env:FUNCTION_APP_NAME storageAccountName=$env:STORAGE_ACCOUNT_NAME systemTopicName=$env:SYSTEM_TOPIC_NAME `
  --output none
if ($LASTEXITCODE -ne 0) { throw "az ended with $LASTEXITCODE" }
Write-Host "Files dropped at $env:DROP_ZONE now reach the ingest function."
