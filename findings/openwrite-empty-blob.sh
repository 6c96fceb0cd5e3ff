#!/usr/bin/env bash
# BlockBlobClient.OpenWriteAsync(overwrite: true) of Azure.Storage.Blobs 12.30.1 replaces the blob by an empty one as soon as the stream is opened,
# before a byte was written: readers find a blob of length 0 until the stream is disposed of, and where the writer dies they find it for good.
# StageBlock and CommitBlockList by hand show nothing before the end. Emulator: Azurite 3.35.0.
# Output when this was written:
#   opened, nothing written: length 0
#   flushed: length 5
#   by hand, staged and not committed: exists False
# Needs the .NET 10 SDK, Node.js 20 and the feeds of both. Ends with 1 when the library has changed.
set -euo pipefail
folder=$(mktemp -d)
emulator=""
trap '[ -z "$emulator" ] || kill "$emulator" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund azurite@3.35.0 >/dev/null
port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
node node_modules/azurite/dist/src/blob/main.js --silent --skipApiVersionCheck --disableTelemetry --inMemoryPersistence --blobHost 127.0.0.1 --blobPort "$port" >/dev/null &
emulator=$!
cat > openwrite.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="Azure.Storage.Blobs" Version="[12.30.1]" /></ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

// The emulator's account and key are published by its makers and the same everywhere.
var key = new StorageSharedKeyCredential("devstoreaccount1", "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==");
var container = new BlobContainerClient(new Uri($"http://127.0.0.1:{args[0]}/devstoreaccount1/files"), key);
await container.CreateAsync();
BlockBlobClient opened = container.GetBlockBlobClient("opened");
await using (Stream stream = await opened.OpenWriteAsync(overwrite: true))
{
    Console.WriteLine($"opened, nothing written: length {(await opened.GetPropertiesAsync()).Value.ContentLength}");
    await stream.WriteAsync("hello"u8.ToArray());
    await stream.FlushAsync();
    Console.WriteLine($"flushed: length {(await opened.GetPropertiesAsync()).Value.ContentLength}");
}
BlockBlobClient byHand = container.GetBlockBlobClient("by-hand");
await byHand.StageBlockAsync(Convert.ToBase64String("0001"u8), new MemoryStream("hello"u8.ToArray()));
Console.WriteLine($"by hand, staged and not committed: exists {(await byHand.ExistsAsync()).Value}");
CS
dotnet run --verbosity quiet -- "$port" > seen.txt
cat seen.txt
cat > expected.txt <<'TXT'
opened, nothing written: length 0
flushed: length 5
by hand, staged and not committed: exists False
TXT
diff expected.txt seen.txt && echo "Azure.Storage.Blobs 12.30.1 still writes as described."
