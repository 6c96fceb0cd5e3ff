#!/bin/sh
# Publishes the Azure build of the functions into infra/publish, which azd then deploys.
set -eu
infra=$(cd "$(dirname "$0")/.." && pwd)
rm -rf "$infra/publish"
dotnet publish "$infra/../functions" -c Release -p:FunctionsRuntime=azure -o "$infra/publish"
