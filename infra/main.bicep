targetScope = 'subscription'

metadata description = 'ServerlessSeg on Azure: a drop zone, a function app that scores customers, and what an operator needs to watch both.'

@minLength(1)
@maxLength(32)
@description('Name of the environment, such as dev or prod. It becomes part of the resource group\'s name.')
param environmentName string

@minLength(1)
@metadata({ azd: { type: 'location' } })
@description('Region, one that offers the Flex Consumption plan.')
param location string

// Who uses it

@description('Object id of whoever drops files: user, group or service principal. azd fills in the one that deploys. Empty for none.')
param dropPrincipalId string = ''

@allowed(['User', 'Group', 'ServicePrincipal'])
@description('What the dropping principal is.')
param dropPrincipalType string = 'User'

@description('Client id of an Entra app registration for the API. Empty leaves the API to function keys alone.')
param entraClientId string = ''

@description('Address that alerts and the budget are mailed to. Empty shows alerts in the portal only.')
param alertEmail string = ''

// What the app does

@description('When runs start: six fields (second minute hour day month weekday), UTC.')
param resegmentSchedule string = '0 0 3 1 * *'

@description('IANA time zone in which a purchase\'s day is counted.')
param timeZone string = 'UTC'

@description('Discount rate a year as a decimal fraction, 0.10 for ten percent.')
param annualDiscountRate string = '0.10'

@minValue(1)
@maxValue(120)
@description('Months that a predicted lifetime value looks ahead.')
param horizonMonths int = 12

@minValue(1)
@maxValue(120)
@description('Snapshots that are kept, the live one included.')
param retainedSnapshots int = 13

@minValue(0)
@description('Days up to the as-of date over which RFM counts purchases and money. 0 for all time.')
param windowDays int = 0

@description('Share of revenue that is margin, as a decimal fraction. 1 states lifetime value in revenue.')
param marginRate string = '1'

@description('Coverage of the prediction intervals, as a decimal fraction.')
param intervalLevel string = '0.9'

@description('Names of the models that compete for the predictions, with commas between them. Empty for the usual ones.')
param models string = ''

@minValue(0)
@description('Key ranges that an instance works on at once. 0 takes one for each processor.')
param parallelism int = 0

@description('Share of rows, as a decimal fraction, refused for another reason than a missing customer, above which a file is held back.')
param maximumRejectRate string = '0.5'

@description('Currency to score, an ISO 4217 code. Empty takes the only one there is.')
param currency string = ''

// How large it is

@allowed([2048, 4096])
@description('Memory of an instance in MB.')
param instanceMemoryMB int = 2048

@minValue(1)
@maxValue(1000)
@description('Instances that may run at once.')
param maximumInstanceCount int = 40

@minValue(0)
@maxValue(100)
@description('HTTP instances that never sleep. 0 accepts cold starts.')
param alwaysReadyHttp int = 0

@minValue(1)
@maxValue(1000)
@description('HTTP requests an instance serves at once before another is added.')
param httpConcurrency int = 64

// What is kept, and how

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
@description('Replication of the storage account.')
param storageSku string = 'Standard_LRS'

@minValue(1)
@maxValue(3650)
@description('Days after which a dropped file is deleted; its accepted rows live on in the ledger.')
param dropRetentionDays int = 30

@minValue(1)
@maxValue(3650)
@description('Days after which the refused rows of a batch are deleted.')
param rejectRetentionDays int = 90

@minValue(0)
@maxValue(7)
@description('Days during which a deleted blob can be restored. Above 0 an erased customer stays restorable that long.')
param softDeleteDays int = 0

@minValue(30)
@maxValue(730)
@description('Days for which telemetry is kept.')
param telemetryRetentionDays int = 30

@minValue(1)
@maxValue(1000)
@description('Gigabytes of telemetry a day after which the workspace takes no more.')
param telemetryDailyQuotaGb int = 1

// What surrounds it

@description('True puts the storage account behind private endpoints in a virtual network of its own.')
param privateNetwork bool = false

@description('Address range of that network, at least a /23.')
param networkAddressPrefix string = '10.80.0.0/22'

@minValue(1)
@description('Days of age from which the live snapshot raises an alert: the longest gap of the schedule plus some slack.')
param maximumSnapshotAgeDays int = 35

@minValue(1)
@maxValue(100)
@description('Percentage of refused rows in a day that raises an alert.')
param alertRejectedPercent int = 5

@minValue(0)
@description('Budget a month in the subscription\'s currency. 0 for none. It needs alertEmail and budgetStartDate.')
param monthlyBudget int = 0

@description('First day of the month the budget starts in, yyyy-MM-01. Keep it: Azure refuses to move it.')
param budgetStartDate string = ''

var abbreviations = loadJsonContent('abbreviations.json')
var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var packageContainerName = 'package-${token}'

// Every setting that the code reads, except the platform's own in app/functionapp.bicep.
var appSettings = {
  RESEGMENT_SCHEDULE: resegmentSchedule
  ServerlessSeg__TimeZone: timeZone
  ServerlessSeg__AnnualDiscountRate: annualDiscountRate
  ServerlessSeg__HorizonMonths: string(horizonMonths)
  ServerlessSeg__WindowDays: windowDays == 0 ? '' : string(windowDays)
  ServerlessSeg__MarginRate: marginRate
  ServerlessSeg__IntervalLevel: intervalLevel
  ServerlessSeg__Models: models
  ServerlessSeg__Parallelism: string(parallelism)
  ServerlessSeg__RetainedSnapshots: string(retainedSnapshots)
  ServerlessSeg__MaximumRejectRate: maximumRejectRate
  ServerlessSeg__Currency: currency
}

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: '${abbreviations.resourceGroup}${environmentName}'
  location: location
  tags: tags
}

module identity 'app/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: '${abbreviations.managedIdentity}${token}'
    location: location
    tags: tags
  }
}

module monitoring 'app/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: '${abbreviations.logAnalyticsWorkspace}${token}'
    applicationInsightsName: '${abbreviations.applicationInsights}${token}'
    location: location
    tags: tags
    retentionDays: telemetryRetentionDays
    dailyQuotaGb: telemetryDailyQuotaGb
  }
}

module storage 'app/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: '${abbreviations.storageAccount}${token}'
    location: location
    tags: tags
    sku: storageSku
    privateOnly: privateNetwork
    dropRetentionDays: dropRetentionDays
    rejectRetentionDays: rejectRetentionDays
    softDeleteDays: softDeleteDays
    packageContainerName: packageContainerName
    workspaceId: monitoring.outputs.workspaceId
  }
}

module network 'app/network.bicep' = if (privateNetwork) {
  name: 'network'
  scope: group
  params: {
    name: '${abbreviations.virtualNetwork}${token}'
    privateEndpointPrefix: '${abbreviations.privateEndpoint}${token}-'
    location: location
    tags: tags
    addressPrefix: networkAddressPrefix
    storageAccountId: storage.outputs.id
  }
}

module events 'app/events.bicep' = {
  name: 'events'
  scope: group
  params: {
    name: '${abbreviations.eventGridSystemTopic}${token}'
    location: location
    tags: tags
    storageAccountId: storage.outputs.id
  }
}

module roles 'app/roles.bicep' = {
  name: 'roles'
  scope: group
  params: {
    storageAccountName: storage.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    appPrincipalId: identity.outputs.principalId
    dropPrincipalId: dropPrincipalId
    dropPrincipalType: dropPrincipalType
    topicPrincipalId: events.outputs.principalId
    dropContainerName: storage.outputs.dropContainerName
    deadLetterContainerName: storage.outputs.deadLetterContainerName
  }
}

module app 'app/functionapp.bicep' = {
  name: 'functionapp'
  scope: group
  // The host reads its storage in its first second; without the roles it would fail and wait.
  dependsOn: [roles]
  params: {
    name: '${abbreviations.functionApp}${token}'
    planName: '${abbreviations.servicePlan}${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageEndpoints: {
      blob: storage.outputs.blobEndpoint
      queue: storage.outputs.queueEndpoint
      table: storage.outputs.tableEndpoint
    }
    packageContainerName: packageContainerName
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    subnetId: network.?outputs.appSubnetId ?? ''
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    alwaysReadyHttp: alwaysReadyHttp
    httpConcurrency: httpConcurrency
    appSettings: appSettings
  }
}

module authentication 'app/authentication.bicep' = if (!empty(entraClientId)) {
  name: 'authentication'
  scope: group
  params: {
    functionAppName: app.outputs.name
    entraClientId: entraClientId
  }
}

module workbook 'app/workbook.bicep' = {
  name: 'workbook'
  scope: group
  params: {
    title: 'ServerlessSeg ${environmentName}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

module alerts 'app/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    prefix: 'serverlessseg-${environmentName}-'
    actionGroupName: '${abbreviations.actionGroup}${token}'
    location: location
    tags: tags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    systemTopicId: events.outputs.id
    maximumSnapshotAgeDays: maximumSnapshotAgeDays
    rejectedPercent: alertRejectedPercent
  }
}

module health 'app/health.bicep' = {
  name: 'health'
  scope: group
  params: {
    name: 'serverlessseg-${environmentName}-health'
    location: location
    tags: tags
    applicationInsightsId: monitoring.outputs.applicationInsightsId
    apiAddress: app.outputs.apiAddress
    actionGroupId: alerts.outputs.actionGroupId
  }
}

module budget 'app/budget.bicep' = if (monthlyBudget > 0 && !empty(budgetStartDate) && !empty(alertEmail)) {
  name: 'budget'
  scope: group
  params: {
    name: '${abbreviations.budget}${environmentName}'
    monthlyAmount: max(monthlyBudget, 1)
    startDate: budgetStartDate
    email: alertEmail
  }
}

@description('Where files are dropped: append /{source}/{file}.')
output DROP_ZONE string = storage.outputs.dropZone

@description('Where customers are looked up: append a route such as /customers/{id}.')
output API_ADDRESS string = app.outputs.apiAddress

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_LOCATION string = location
output FUNCTION_APP_NAME string = app.outputs.name
output STORAGE_ACCOUNT_NAME string = storage.outputs.name
output SYSTEM_TOPIC_NAME string = events.outputs.name
