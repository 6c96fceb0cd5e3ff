metadata description = 'Asks /api/health from two places and alerts when both get no answer.'

@description('Name of the probe.')
param name string

@description('Region of the Application Insights resource.')
param location string

@description('Tags of every resource.')
param tags object

@description('Application Insights resource that owns the probe.')
param applicationInsightsId string

@description('Address of the API.')
param apiAddress string

@description('Who is told.')
param actionGroupId string

// The plan has no health check of its own. The probe also keeps the snapshot's age reported.
resource probe 'Microsoft.Insights/webtests@2022-06-15' = {
  name: name
  location: location
  tags: union(tags, { 'hidden-link:${applicationInsightsId}': 'Resource' })
  kind: 'standard'
  properties: {
    Name: name
    SyntheticMonitorId: name
    Kind: 'standard'
    Enabled: true
    Frequency: 900
    Timeout: 60
    RetryEnabled: true
    Locations: [{ Id: 'emea-nl-ams-azr' }, { Id: 'us-va-ash-azr' }]
    Request: { RequestUrl: '${apiAddress}/health', HttpVerb: 'GET' }
    ValidationRules: { ExpectedHttpStatusCode: 200, SSLCheck: true, SSLCertRemainingLifetimeCheck: 7 }
  }
}

resource unhealthy 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-failed'
  location: 'global'
  tags: tags
  properties: {
    description: 'The health address does not answer 200 from both places.'
    severity: 1
    enabled: true
    scopes: [probe.id, applicationInsightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT30M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: probe.id
      componentId: applicationInsightsId
      failedLocationCount: 2
    }
    actions: [{ actionGroupId: actionGroupId }]
  }
}
