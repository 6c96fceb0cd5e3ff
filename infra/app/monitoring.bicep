metadata description = 'Where telemetry goes, without customer ids: a Log Analytics workspace with a rule that masks them, and Application Insights. Who touched the storage goes to a workspace of its own, so that neither fills the other\'s quota.'

@description('Name of the Log Analytics workspace for telemetry.')
param workspaceName string

@description('Name of the Log Analytics workspace for accesses to the storage account.')
param auditWorkspaceName string

@description('Name of the rule that masks customer ids.')
param maskingRuleName string

@description('Name of the Application Insights resource.')
param applicationInsightsName string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@minValue(30)
@maxValue(730)
@description('Days for which telemetry is kept. It holds no customer ids.')
param retentionDays int

@minValue(1)
@maxValue(1000)
@description('Gigabytes a day after which the workspace stops taking telemetry, so that a fault cannot become a bill.')
param dailyQuotaGb int

@minValue(30)
@maxValue(730)
@description('Days for which accesses to the storage account are kept.')
param auditRetentionDays int

@minValue(1)
@maxValue(1000)
@description('Gigabytes of accesses a day after which no more are taken.')
param auditDailyQuotaGb int

// A request for one customer has the id in its address, which the host reports. A transformation must stand on one line.
var masks = [
  { table: 'AppRequests', query: replace(trim(loadTextContent('../monitor/masks/requests.kql')), '\n', ' ') }
  { table: 'AppTraces', query: replace(trim(loadTextContent('../monitor/masks/traces.kql')), '\n', ' ') }
  { table: 'AppDependencies', query: replace(trim(loadTextContent('../monitor/masks/dependencies.kql')), '\n', ' ') }
]

module workspace 'workspace.bicep' = {
  name: 'workspace'
  params: {
    name: workspaceName
    location: location
    tags: tags
    retentionDays: retentionDays
    dailyQuotaGb: dailyQuotaGb
  }
}

module auditWorkspace 'workspace.bicep' = {
  name: 'audit-workspace'
  params: {
    name: auditWorkspaceName
    location: location
    tags: tags
    retentionDays: auditRetentionDays
    dailyQuotaGb: auditDailyQuotaGb
  }
}

resource masking 'Microsoft.Insights/dataCollectionRules@2023-03-11' = {
  name: maskingRuleName
  location: location
  tags: tags
  kind: 'WorkspaceTransforms'
  properties: {
    dataSources: {}
    destinations: { logAnalytics: [{ name: 'workspace', workspaceResourceId: workspace.outputs.id }] }
    dataFlows: [
      for mask in masks: {
        streams: ['Microsoft-Table-${mask.table}']
        destinations: ['workspace']
        transformKql: mask.query
      }
    ]
  }
}

// The rule needs the workspace and the workspace names the rule, so the workspace is written twice.
module maskedWorkspace 'workspace.bicep' = {
  name: 'masked-workspace'
  params: {
    name: workspaceName
    location: location
    tags: tags
    retentionDays: retentionDays
    dailyQuotaGb: dailyQuotaGb
    transformationRuleId: masking.id
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: applicationInsightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: maskedWorkspace.outputs.id
    DisableLocalAuth: true
  }
}

output workspaceId string = maskedWorkspace.outputs.id
output auditWorkspaceId string = auditWorkspace.outputs.id
output applicationInsightsName string = insights.name
output applicationInsightsId string = insights.id
output connectionString string = insights.properties.ConnectionString
