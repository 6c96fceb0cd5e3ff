metadata description = 'One page for the operator: what came in, what ran, how lookups do. Each tile is a file of ../monitor.'

@description('Title of the workbook.')
param title string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Workspace the tiles read.')
param workspaceId string

var tiles = [
  { title: 'Rows in, accepted and rejected', query: loadTextContent('../monitor/ingest-rows.kql') }
  { title: 'Ingest throughput', query: loadTextContent('../monitor/ingest-throughput.kql') }
  { title: 'Steps of the runs', query: loadTextContent('../monitor/run-steps.kql') }
  { title: 'Customers scored and published', query: loadTextContent('../monitor/run-customers.kql') }
  { title: 'Age of the live snapshot', query: loadTextContent('../monitor/snapshot-age.kql') }
  { title: 'Models and their verdicts', query: loadTextContent('../monitor/model-verdict.kql') }
  { title: 'Lookup latency', query: loadTextContent('../monitor/lookup-latency.kql') }
  { title: 'HTTP functions', query: loadTextContent('../monitor/http-latency.kql') }
  { title: 'Log events', query: loadTextContent('../monitor/events.kql') }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(workspaceId, 'operator-page')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: title
    category: 'workbook'
    sourceId: workspaceId
    version: 'Notebook/1.0'
    serializedData: string({
      version: 'Notebook/1.0'
      items: map(tiles, tile => {
        type: 3
        name: tile.title
        content: {
          version: 'KqlItem/1.0'
          title: tile.title
          query: tile.query
          size: 0
          timeContext: { durationMs: 2592000000 }
          queryType: 0
          resourceType: 'microsoft.operationalinsights/workspaces'
        }
      })
    })
  }
}
