metadata description = 'The Event Grid topic of the storage account. Its subscription needs a key of the running app, so subscription.bicep makes it after the code is deployed.'

@description('Name of the system topic.')
param name string

@description('Region: that of the storage account.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the storage account that raises the events.')
param storageAccountId string

resource topic 'Microsoft.EventGrid/systemTopics@2022-06-15' = {
  name: name
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: {
    source: storageAccountId
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

output name string = topic.name
output id string = topic.id
output principalId string = topic.identity.principalId
