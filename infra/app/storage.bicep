metadata description = 'The storage account: drop zone, ledger, snapshots, tables and queues. No keys, no public blobs, closed to the internet, and no copy that outlives an erasure by more than some days.'

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

@description('True lets every address in. False lets in private endpoints, trusted Azure services and those named below.')
param openNetwork bool

@description('Public IPv4 addresses or ranges that may reach the account while the network is closed.')
param allowedAddresses string[]

@description('Resource ids of subnets with a service endpoint for storage that may reach the account while the network is closed.')
param allowedSubnets string[]

@minValue(1)
@maxValue(3650)
@description('Days after which a dropped file is deleted. Its accepted rows live on in the ledger.')
param dropRetentionDays int

@minValue(1)
@maxValue(3650)
@description('Days after which the file of refused rows of a batch is deleted.')
param rejectRetentionDays int

@minValue(0)
@maxValue(14)
@description('Days during which a deleted or overwritten blob can be restored. 0 keeps no versions and no deleted blobs, so that an erased customer is gone at once.')
param softDeleteDays int

@description('Name of the container that holds the deployed code.')
param packageContainerName string

@minLength(1)
@maxLength(32)
@description('Id of the Functions host, part of the name of its queue of blob events.')
param hostId string

@description('Workspace that receives the log of queue writes, from which the poison queues are watched.')
param workspaceId string

@description('Workspace that receives the log of who read, wrote and deleted blobs and rows.')
param auditWorkspaceId string

var dropContainerName = 'transactions'
var rejectContainerName = 'rejects'
var deadLetterContainerName = 'deadletters'
var configurationContainerName = 'config'

// Leases, timers and keys of the Functions host. It would make them itself, given rights on the whole account.
var hostContainerNames = ['azure-webjobs-hosts', 'azure-webjobs-secrets']
var appContainerNames = [
  dropContainerName
  rejectContainerName
  'ledger'
  'snapshots'
  'runs'
  configurationContainerName
  packageContainerName
]
var queueNames = ['runs', 'runs-poison', 'retries', 'retries-poison', 'webjobs-blobtrigger-poison', 'azure-webjobs-blobtrigger-${hostId}']
var tableNames = ['Batches', 'BatchIndex', 'Runs', 'Segments', 'Models', 'Pointer']

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
    publicNetworkAccess: openNetwork || !empty(allowedAddresses) || !empty(allowedSubnets) ? 'Enabled' : 'Disabled'
    networkAcls: {
      // Event Grid writes undeliverable events to the account as a trusted service.
      bypass: 'AzureServices'
      defaultAction: openNetwork ? 'Allow' : 'Deny'
      ipRules: [for address in allowedAddresses: { value: address, action: 'Allow' }]
      #disable-next-line use-resource-id-functions // The ids come from outside.
      virtualNetworkRules: [for subnet in allowedSubnets: { id: subnet, action: 'Allow' }]
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2024-01-01' = {
  parent: account
  name: 'default'
  properties: {
    // Versions guard the ledger and the configuration against a slip of the hand; the lifecycle rule below bounds their life.
    isVersioningEnabled: softDeleteDays > 0
    // The change feed would name what an erasure removed.
    changeFeed: { enabled: false }
    deleteRetentionPolicy: softDeleteDays == 0 ? { enabled: false } : { enabled: true, days: max(softDeleteDays, 1) }
    // This guards against the deletion of a whole container only, which no erasure does.
    containerDeleteRetentionPolicy: { enabled: true, days: 7 }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2024-01-01' = [
  for containerName in concat(hostContainerNames, appContainerNames, [deadLetterContainerName]): {
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

resource queueLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'queue-writes'
  scope: queues
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageWrite', enabled: true }]
  }
}

resource blobLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'blob-access'
  scope: blobs
  properties: {
    workspaceId: auditWorkspaceId
    logs: [
      { category: 'StorageRead', enabled: true }
      { category: 'StorageWrite', enabled: true }
      { category: 'StorageDelete', enabled: true }
    ]
  }
}

// Writes of rows are left out: a publication writes a row a hundred customers, and nobody but the app may write.
resource tableLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'table-access'
  scope: tables
  properties: {
    workspaceId: auditWorkspaceId
    logs: [
      { category: 'StorageRead', enabled: true }
      { category: 'StorageDelete', enabled: true }
    ]
  }
}

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
        {
          // A version's age counts from when it was written. What is older than a day when it is replaced or deleted goes on to the soft-deleted blobs
          // at the next run of the policy, and is gone softDeleteDays after that. The rule stays when versioning is turned off, for what it left behind.
          name: 'delete-versions'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob', 'appendBlob'] }
            actions: { version: { delete: { daysAfterCreationGreaterThan: 1 } } }
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
output configurationContainerName string = configurationContainerName
output deadLetterContainerName string = deadLetterContainerName
output hostContainerNames string[] = hostContainerNames
output appContainerNames string[] = appContainerNames
output queueNames string[] = queueNames
