metadata description = 'Entra ID in front of the HTTP functions: a request without a valid token gets 401 before any code runs.'

@description('Name of the function app.')
param functionAppName string

@description('Client id of the app registration that stands for this API.')
param entraClientId string

resource app 'Microsoft.Web/sites@2024-04-01' existing = {
  name: functionAppName

  resource authentication 'config' = {
    name: 'authsettingsV2'
    properties: {
      platform: { enabled: true }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'Return401'
        // Event Grid calls the webhook with its own key; health stays open to probes.
        excludedPaths: ['/api/health', '/runtime/*']
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            clientId: entraClientId
            openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
          }
          validation: { allowedAudiences: ['api://${entraClientId}', entraClientId] }
        }
      }
      login: { tokenStore: { enabled: false } }
      httpSettings: { requireHttps: true }
    }
  }
}
