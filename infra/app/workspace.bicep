metadata description = 'A Log Analytics workspace that takes Entra identities only.'

@description('Name of the workspace.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@minValue(30)
@maxValue(730)
@description('Days for which what arrives is kept.')
param retentionDays int

@minValue(1)
@maxValue(1000)
@description('Gigabytes a day after which the workspace takes no more, so that a fault cannot become a bill.')
param dailyQuotaGb int

@description('Rule that changes what arrives before it is stored. Empty for none.')
param transformationRuleId string = ''

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: retentionDays
    workspaceCapping: { dailyQuotaGb: dailyQuotaGb }
    features: { disableLocalAuth: true }
    defaultDataCollectionRuleResourceId: empty(transformationRuleId) ? null : transformationRuleId
  }
}

output id string = workspace.id
