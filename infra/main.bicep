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

@description('Object id of the operator, who may drop files of every source and change the configuration: user, group or service principal. azd fills in the one that deploys. Empty for none.')
param operatorPrincipalId string = ''

@allowed(['User', 'Group', 'ServicePrincipal'])
@description('What the operator is.')
param operatorPrincipalType string = 'User'

@description('Who drops the files of which source, as source=objectId,source=objectId. Each may write in its own folder of the drop zone and do nothing else. Empty for none.')
param sources string = ''

@description('Client id of an Entra app registration for the API. Empty leaves the API to function keys alone.')
param entraClientId string = ''

@description('Client ids of the applications that may call the API with a token, with commas between them. Empty lets only the registration of the API itself call.')
param entraAllowedApplications string = ''

@description('Object ids of the users and service principals that may call the API with a token, with commas between them. Empty for all that come through an allowed application.')
param entraAllowedPrincipals string = ''

@description('Address that alerts and the budget are mailed to. Empty shows alerts in the portal only.')
param alertEmail string = ''

// What the app does

@minLength(11)
@description('When runs start: six fields (second minute hour day month weekday), UTC. The Functions host reads it from the app settings alone, so it is never empty.')
param resegmentSchedule string = '0 0 3 1 * *'

@description('True lets mapping.json and rates.csv in the drop zone count. False leaves both to the container config, so that whoever drops files cannot steer what others\' numbers mean.')
param trustDropZone bool = false

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

@minValue(1)
@description('Most rows of a dropped file; one with more is set aside.')
param maximumRows int = 1000000000

@minValue(1048576)
@description('Most bytes that a compressed file may expand to; one that expands to more is set aside.')
param maximumExpandedBytes int = 274877906944

@minValue(0)
@description('Refused rows of a batch that are listed; those beyond it are counted.')
param maximumListedRejects int = 100000

@minValue(1)
@maxValue(1440)
@description('Minutes after which a dropped file that is in no batch is missing.')
param missingAfterMinutes int = 10

@description('Seconds that an ingest or a run goes on trying a request that storage does not answer.')
@minValue(10)
@maxValue(1200)
param storagePatienceSeconds int = 300

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
@maxValue(14)
@description('Days during which a deleted or overwritten blob can be restored. An erased customer stays restorable that long and up to three days more; 0 restores nothing.')
param softDeleteDays int = 7

@minValue(30)
@maxValue(730)
@description('Days for which telemetry is kept.')
param telemetryRetentionDays int = 30

@minValue(1)
@maxValue(1000)
@description('Gigabytes of telemetry a day after which the workspace takes no more.')
param telemetryDailyQuotaGb int = 1

// What surrounds it

@minValue(30)
@maxValue(730)
@description('Days for which the log of accesses to the storage account is kept.')
param auditRetentionDays int = 90

@minValue(1)
@maxValue(1000)
@description('Gigabytes of that log a day after which no more is taken.')
param auditDailyQuotaGb int = 1

@allowed(['closed', 'open'])
@description('closed: the app reaches storage through a virtual network of its own, and nobody else does but those named below. open: every address reaches storage; identities still decide.')
param networkAccess string = 'closed'

@description('Public IPv4 addresses or ranges (/30 and wider) from which files are dropped, with commas between them.')
param allowedAddresses string = ''

@description('Resource ids of subnets with the service endpoint Microsoft.Storage from which files are dropped, with commas between them.')
param allowedSubnets string = ''

@description('Address range of the app\'s own network, at least a /23.')
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
var closedNetwork = networkAccess == 'closed'

// The host's id is part of a queue's name. Left to the host, it could not be known here.
var functionAppName = '${abbreviations.functionApp}${token}'

// Every setting that the code reads, except the platform's own in app/functionapp.bicep.
var appSettings = {
  // The timer reads this one in the host's process, where a default of the code does not reach; five or seven fields would stop it or the app.
  RESEGMENT_SCHEDULE: length(filter(split(resegmentSchedule, ' '), field => !empty(field))) == 6
    ? resegmentSchedule
    : fail('RESEGMENT_SCHEDULE must have six fields (second minute hour day month weekday); it is \'${resegmentSchedule}\'.')
  ServerlessSeg__TrustDropZone: trustDropZone ? 'true' : 'false'
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
  ServerlessSeg__MaximumRows: string(maximumRows)
  ServerlessSeg__MaximumExpandedBytes: string(maximumExpandedBytes)
  ServerlessSeg__MaximumListedRejects: string(maximumListedRejects)
  ServerlessSeg__MissingAfterMinutes: string(missingAfterMinutes)
  ServerlessSeg__StoragePatienceSeconds: string(storagePatienceSeconds)
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
    auditWorkspaceName: '${abbreviations.logAnalyticsWorkspace}audit-${token}'
    maskingRuleName: '${abbreviations.dataCollectionRule}${token}'
    applicationInsightsName: '${abbreviations.applicationInsights}${token}'
    location: location
    tags: tags
    retentionDays: telemetryRetentionDays
    dailyQuotaGb: telemetryDailyQuotaGb
    auditRetentionDays: auditRetentionDays
    auditDailyQuotaGb: auditDailyQuotaGb
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
    openNetwork: !closedNetwork
    allowedAddresses: filter(map(split(allowedAddresses, ','), entry => trim(entry)), entry => !empty(entry))
    allowedSubnets: filter(map(split(allowedSubnets, ','), entry => trim(entry)), entry => !empty(entry))
    dropRetentionDays: dropRetentionDays
    rejectRetentionDays: rejectRetentionDays
    softDeleteDays: softDeleteDays
    packageContainerName: packageContainerName
    hostId: functionAppName
    workspaceId: monitoring.outputs.workspaceId
    auditWorkspaceId: monitoring.outputs.auditWorkspaceId
  }
}

module network 'app/network.bicep' = if (closedNetwork) {
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
    topicPrincipalId: events.outputs.principalId
    hostContainerNames: storage.outputs.hostContainerNames
    appContainerNames: storage.outputs.appContainerNames
    queueNames: storage.outputs.queueNames
    deadLetterContainerName: storage.outputs.deadLetterContainerName
  }
}

module droppers 'app/droppers.bicep' = {
  name: 'droppers'
  scope: group
  params: {
    storageAccountName: storage.outputs.name
    dropContainerName: storage.outputs.dropContainerName
    configurationContainerName: storage.outputs.configurationContainerName
    operatorPrincipalId: operatorPrincipalId
    operatorPrincipalType: operatorPrincipalType
    sources: filter(map(split(sources, ','), entry => trim(entry)), entry => !empty(entry))
  }
}

module app 'app/functionapp.bicep' = {
  name: 'functionapp'
  scope: group
  // The host reads its storage in its first second; without the roles it would fail and wait.
  dependsOn: [roles]
  params: {
    name: functionAppName
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
    allowedApplications: filter(map(split(entraAllowedApplications, ','), entry => trim(entry)), entry => !empty(entry))
    allowedPrincipals: filter(map(split(entraAllowedPrincipals, ','), entry => trim(entry)), entry => !empty(entry))
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
