metadata description = 'The storage account: drop zone, ledger, snapshots, tables and queues. No keys, no public blobs, no copies that outlive an erasure.'

@minLength(3)
@maxLength(24)
@description('Name of the storage account: lower-case letters and digits, unique in the world.')
param name string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
@description('How the data is replicated.')
param sku string

@description('True closes the public endpoint: only private endpoints and trusted Azure services reach the account.')
param privateOnly bool

@minValue(1)
@maxValue(3650)
@description('Days after which a dropped file is deleted. Its accepted rows live on in the ledger.')
param dropRetentionDays int

@minValue(1)
@maxValue(3650)
@description('Days after which the file of refused rows of a batch is deleted.')
param rejectRetentionDays int

@minValue(0)
@maxValue(7)
@description('Days during which a deleted or overwritten blob can be restored. 0 turns soft delete off, so that an erased customer is gone at once.')
param softDeleteDays int

@description('Name of the container that holds the deployed code.')
param packageContainerName string

@description('Workspace that receives the log of queue writes, from which the poison queues are watched.')
param workspaceId string

var dropContainerName = 'transactions'
var rejectContainerName = 'rejects'
var deadLetterContainerName = 'deadletters'
var containerNames = [
  dropContainerName
  rejectContainerName
  deadLetterContainerName
  'ledger'
  'snapshots'
  'runs'
  'config'
  packageContainerName
]
var queueNames = ['runs', 'runs-poison', 'webjobs-blobtrigger-poison']
var tableNames = ['Batches', 'Runs', 'Segments', 'Models', 'Pointer']

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: privateOnly ? 'Disabled' : 'Enabled'
    networkAcls: {
      // Event Grid writes undeliverable events to the account as a trusted service.
      bypass: 'AzureServices'
      defaultAction: privateOnly ? 'Deny' : 'Allow'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    // Versions and the change feed would keep what an erasure removes.
    isVersioningEnabled: false
    changeFeed: { enabled: false }
    deleteRetentionPolicy: softDeleteDays == 0 ? { enabled: false } : { enabled: true, days: max(softDeleteDays, 1) }
    // This guards against the deletion of a whole container only, which no erasure does.
    containerDeleteRetentionPolicy: { enabled: true, days: 7 }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [
  for containerName in containerNames: {
    parent: blobs
    name: containerName
    properties: { publicAccess: 'None' }
  }
]

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource queue 'Microsoft.Storage/storageAccounts/queueServices/queues@2024-01-01' = [
  for queueName in queueNames: {
    parent: queues
    name: queueName
  }
]

resource queueLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'queue-writes'
  scope: queues
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageWrite', enabled: true }]
  }
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices@2024-01-01' = {
  parent: account
  name: 'default'
}

resource table 'Microsoft.Storage/storageAccounts/tableServices/tables@2024-01-01' = [
  for tableName in tableNames: {
    parent: tables
    name: tableName
  }
]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2024-01-01' = {
  parent: account
  name: 'default'
  dependsOn: [blobs]
  properties: {
    policy: {
      rules: [
        {
          name: 'delete-drops'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['${dropContainerName}/'] }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: dropRetentionDays } } }
          }
        }
        {
          name: 'delete-rejects'
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob', 'appendBlob']
              prefixMatch: ['${rejectContainerName}/', '${deadLetterContainerName}/']
            }
            actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: rejectRetentionDays } } }
          }
        }
      ]
    }
  }
}

output name string = account.name
output id string = account.id
output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
output tableEndpoint string = account.properties.primaryEndpoints.table
output dropZone string = '${account.properties.primaryEndpoints.blob}${dropContainerName}'
output dropContainerName string = dropContainerName
output deadLetterContainerName string = deadLetterContainerName
