metadata description = 'The function app on the Flex Consumption plan: Linux, .NET isolated, one identity, no stored secret.'

@maxLength(32)
@description('Name of the function app, unique in the world, and the id of its host.')
param name string

@description('Name of the plan.')
param planName string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Resource id of the app\'s identity.')
param identityId string

@description('Client id of the app\'s identity.')
param identityClientId string

@description('Blob, queue and table addresses of the storage account.')
param storageEndpoints { blob: string, queue: string, table: string }

@description('Name of the container that holds the deployed code.')
param packageContainerName string

@description('Connection string of Application Insights. It names the resource and grants nothing, since local authentication is off.')
param applicationInsightsConnectionString string

@description('Subnet for outbound traffic. Empty for none.')
param subnetId string

@allowed([2048, 4096])
@description('Memory of an instance in MB.')
param instanceMemoryMB int

@minValue(1)
@maxValue(1000)
@description('How many instances may run at once.')
param maximumInstanceCount int

@minValue(0)
@maxValue(100)
@description('HTTP instances that never sleep. 0 costs nothing and accepts cold starts.')
param alwaysReadyHttp int

@minValue(1)
@maxValue(1000)
@description('HTTP requests an instance serves at once before another instance is added.')
param httpConcurrency int

@description('The settings of the app itself, without the platform\'s.')
param appSettings object

var platformSettings = {
  AzureFunctionsWebHost__hostid: name
  AzureWebJobsStorage__blobServiceUri: storageEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: storageEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: storageEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AZURE_CLIENT_ID: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  // azd finds the app to deploy to by this tag.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: 'Enabled'
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storageEndpoints.blob}${packageContainerName}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        alwaysReady: alwaysReadyHttp == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyHttp }]
        triggers: { http: { perInstanceConcurrency: httpConcurrency } }
      }
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(platformSettings, appSettings)
  }

  // Deployment uses Entra tokens; user name and password stay off.
  resource ftpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

output name string = app.name
output id string = app.id
output apiAddress string = 'https://${app.properties.defaultHostName}/api'
