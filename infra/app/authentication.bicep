metadata description = 'Entra ID in front of the HTTP functions: a request without a valid token of somebody allowed is refused before any code runs.'

@description('Name of the function app.')
param functionAppName string

@description('Client id of the app registration that stands for this API.')
param entraClientId string

@description('Client ids of the applications that may call. Empty lets only the registration of the API itself call.')
param allowedApplications string[]

@description('Object ids of the users and service principals that may call. Empty for all that come through an allowed application.')
param allowedPrincipals string[]

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
          validation: {
            allowedAudiences: ['api://${entraClientId}', entraClientId]
            // A valid audience alone would let every application of the tenant in. An empty list of applications would be read as all of them.
            defaultAuthorizationPolicy: {
              allowedApplications: empty(allowedApplications) ? [entraClientId] : allowedApplications
              allowedPrincipals: empty(allowedPrincipals) ? null : { identities: allowedPrincipals }
            }
          }
        }
      }
      login: { tokenStore: { enabled: false } }
      httpSettings: { requireHttps: true }
    }
  }
}
