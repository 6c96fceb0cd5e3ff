#!/bin/sh
# Publishes the Azure build of the functions into infra/publish, which azd then deploys. Compiled ahead, it starts sooner.
set -eu
infra=$(cd "$(dirname "$0")/.." && pwd)
rm -rf "$infra/publish"
dotnet publish "$infra/../functions" -c Release -r linux-x64 --no-self-contained -p:FunctionsRuntime=azure -p:PublishReadyToRun=true -o "$infra/publish"
