metadata description = 'Who may put files in: the operator into the drop zone and the configuration, and each source into its own folder of the drop zone, without reading or deleting.'

@description('Name of the storage account.')
param storageAccountName string

@description('Name of the container that files are dropped into.')
param dropContainerName string

@description('Name of the container that holds mappings, rates and segmentation.')
param configurationContainerName string

@description('Object id of the user, group or service principal that operates this deployment. Empty for none.')
param operatorPrincipalId string

@allowed(['User', 'Group', 'ServicePrincipal'])
@description('What the operator is.')
param operatorPrincipalType string

@description('Who drops the files of which source, as source=objectId.')
param sources string[]

var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var writeBlob = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write'
var addBlob = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action'
var dropFilesRole = guid(account.id, 'drop-files')
var blobPath = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs:path'

// A name goes between quotes into the condition below, and a slash would open a folder of another source.
var grants = map(sources, entry => {
  source: length(split(entry, '=')) != 2 || empty(trim(first(split(entry, '=')))) || length(trim(last(split(entry, '=')))) != 36 || contains(entry, '\'') || contains(entry, '/')
    ? fail('SOURCES must read source=objectId,source=objectId, with no quote or slash in the name of a source; it has \'${entry}\'.')
    : trim(first(split(entry, '=')))
  principalId: toLower(trim(last(split(entry, '='))))
})

// Azure takes one assignment of a role for each principal and place, so whoever drops for several sources gets one condition that names them all.
var principals = union([], map(grants, grant => grant.principalId))

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource dropZone 'containers' existing = {
      name: dropContainerName
    }

    resource configuration 'containers' existing = {
      name: configurationContainerName
    }
  }
}

resource operatorDropRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorPrincipalId)) {
  name: guid(account::blobs::dropZone.id, operatorPrincipalId, blobDataContributor)
  scope: account::blobs::dropZone
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
  }
}

resource operatorConfigurationRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(operatorPrincipalId)) {
  name: guid(account::blobs::configuration.id, operatorPrincipalId, blobDataContributor)
  scope: account::blobs::configuration
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataContributor)
    principalId: operatorPrincipalId
    principalType: operatorPrincipalType
  }
}

// No built-in role writes without reading and deleting, and Contributor on a container may delete the container.
resource dropFiles 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (!empty(sources)) {
  name: dropFilesRole
  properties: {
    roleName: 'ServerlessSeg drop files (${storageAccountName})'
    description: 'Writes blobs; reads, lists and deletes none.'
    type: 'CustomRole'
    permissions: [{ actions: [], notActions: [], dataActions: [writeBlob, addBlob], notDataActions: [] }]
    assignableScopes: [resourceGroup().id]
  }
}

resource sourceRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for principal in principals: {
    name: guid(account::blobs::dropZone.id, principal, dropFilesRole)
    scope: account::blobs::dropZone
    dependsOn: [dropFiles]
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', dropFilesRole)
      principalId: principal
      conditionVersion: '2.0'
      condition: '((!(ActionMatches{\'${writeBlob}\'}) AND !(ActionMatches{\'${addBlob}\'})) OR (${join(map(filter(grants, grant => grant.principalId == principal), grant => '@Resource[${blobPath}] StringStartsWith \'${grant.source}/\''), ' OR ')}))'
    }
  }
]
