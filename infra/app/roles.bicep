metadata description = 'Who may do what. The function app: blobs, queues, tables of its own account and telemetry. Whoever drops files: the drop zone alone.'

@description('Name of the storage account.')
param storageAccountName string

@description('Name of the Application Insights resource.')
param applicationInsightsName string

@description('Object id of the function app\'s identity.')
param appPrincipalId string

@description('Object id of the user, group or service principal that drops files. Empty for none.')
param dropPrincipalId string

@allowed(['User', 'Group', 'ServicePrincipal'])
@description('What the dropping principal is.')
param dropPrincipalType string

@description('Object id of the Event Grid topic\'s identity, which writes undeliverable events.')
param topicPrincipalId string

@description('Name of the container that files are dropped into.')
param dropContainerName string

@description('Name of the container that receives undeliverable events.')
param deadLetterContainerName string

// Built-in roles: the same identifiers in every tenant.
var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource dropZone 'containers' existing = {
      name: dropContainerName
    }

    resource deadLetters 'containers' existing = {
      name: deadLetterContainerName
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

// The host keeps its leases, keys and blob receipts in containers it creates itself, for which its documentation asks for Owner of the data.
resource appStorageRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [blobDataOwner, queueDataContributor, tableDataContributor]: {
    name: guid(account.id, appPrincipalId, role)
    scope: account
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: appPrincipalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource appTelemetryRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, appPrincipalId, monitoringMetricsPublisher)
  scope: insights
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', monitoringMetricsPublisher)
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
  }
}

resource dropRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(dropPrincipalId)) {
  name: guid(account::blobs::dropZone.id, dropPrincipalId, blobDataContributor)
  scope: account::blobs::dropZone
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
    principalId: dropPrincipalId
    principalType: dropPrincipalType
  }
}

resource deadLetterRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account::blobs::deadLetters.id, topicPrincipalId, blobDataContributor)
  scope: account::blobs::deadLetters
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
    principalId: topicPrincipalId
    principalType: 'ServicePrincipal'
  }
}
