#!/bin/sh
# Joins the drop zone to the ingest function. azd runs this after each deployment and passes the outputs
# of main.bicep as environment variables; running it again changes nothing.
set -eu

for name in AZURE_RESOURCE_GROUP FUNCTION_APP_NAME STORAGE_ACCOUNT_NAME SYSTEM_TOPIC_NAME; do
  eval "value=\${$name:-}"
  if [ -z "$value" ]; then
    echo "$name is not set: run this through azd, or set it from 'azd env get-values'." >&2
    exit 1
  fi
done
if ! command -v az >/dev/null 2>&1; then
  echo "The Azure CLI (az) is missing: https://learn.microsoft.com/cli/azure/install-azure-cli" >&2
  exit 1
fi

# The host makes its blobs_extension key when it first starts with a blob function in it. Only names are asked for here.
attempt=1
until az functionapp keys list --resource-group "$AZURE_RESOURCE_GROUP" --name "$FUNCTION_APP_NAME" \
  --query "keys(systemKeys)" --output tsv 2>/dev/null | grep -qx blobs_extension; do
  if [ "$attempt" -ge 30 ]; then
    echo "The function app has no blobs_extension key after 5 minutes: look at its log stream for a failed start." >&2
    exit 1
  fi
  echo "Waiting for the function app to start ($attempt of 30)."
  attempt=$((attempt + 1))
  sleep 10
done

# The template reads the key itself, so that it appears on no command line.
az deployment group create --resource-group "$AZURE_RESOURCE_GROUP" --name drops \
  --template-file "$(dirname "$0")/../subscription.bicep" \
  --parameters functionAppName="$FUNCTION_APP_NAME" storageAccountName="$STORAGE_ACCOUNT_NAME" systemTopicName="$SYSTEM_TOPIC_NAME" \
  --output none
echo "Files dropped at ${DROP_ZONE:-the drop zone} now reach the ingest function."
