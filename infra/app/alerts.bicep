metadata description = 'What wakes a person: work that gave up, a run that failed, a snapshot that grew old, bad data and lost events.'

@description('Prefix of the alerts\' names.')
param prefix string

@description('Name of the action group.')
param actionGroupName string

@description('Region.')
param location string

@description('Tags of every resource.')
param tags object

@description('Address that alerts are mailed to. Empty shows them in the portal only.')
param email string

@description('Workspace the log alerts read.')
param workspaceId string

@description('Event Grid system topic.')
param systemTopicId string

@minValue(1)
@description('Days of age from which a snapshot is too old: the longest gap of the schedule plus some slack.')
param maximumSnapshotAgeDays int

@minValue(1)
@maxValue(100)
@description('Percentage of refused rows in a day from which the data is worth a look.')
param rejectedPercent int

var logAlerts = [
  {
    name: 'poison'
    title: 'A poison queue is not empty'
    help: 'A file or a part of a run failed five times. Read the message, mend the cause, then drop the file again or start the run again.'
    severity: 1
    query: loadTextContent('../monitor/alert-poison.kql')
    column: 'Messages'
    threshold: 0
    every: 'PT15M'
    window: 'PT1H'
  }
  {
    name: 'batch-missing'
    title: 'A dropped file is in no batch'
    help: 'GET /api/batches?state=missing lists the files. They are read again by themselves; if one stays, look at the Event Grid topic and at the log of the function Ingest.'
    severity: 2
    query: loadTextContent('../monitor/alert-batch-missing.kql')
    column: 'Files'
    threshold: 0
    every: 'PT15M'
    window: 'PT1H'
  }
  {
    name: 'batch-poisoned'
    title: 'A file failed at every try'
    help: 'GET /api/batches names the file and the reason. Mend the cause, then POST /api/batches/{id}/retry or drop the file again.'
    severity: 1
    query: loadTextContent('../monitor/alert-batch-poisoned.kql')
    column: 'Batches'
    threshold: 0
    every: 'PT15M'
    window: 'PT1H'
  }
  {
    name: 'run-failed'
    title: 'A run failed or was not started'
    help: 'GET /api/runs names the run and its step. Readers still see the snapshot before it.'
    severity: 1
    query: loadTextContent('../monitor/alert-run-failed.kql')
    column: 'Errors'
    threshold: 0
    every: 'PT15M'
    window: 'PT1H'
  }
  {
    name: 'snapshot-age'
    title: 'The live snapshot is older than the schedule allows'
    help: 'No run has published in time. Look at GET /api/runs and at RESEGMENT_SCHEDULE.'
    severity: 2
    query: loadTextContent('../monitor/alert-snapshot-age.kql')
    column: 'AgeDays'
    threshold: maximumSnapshotAgeDays
    every: 'P1D'
    window: 'P1D'
  }
  {
    name: 'reject-rate'
    title: 'Many rows are refused'
    help: 'GET /api/batches shows the reasons; GET /api/batches/{id}/rejects shows the rows.'
    severity: 2
    query: loadTextContent('../monitor/alert-reject-rate.kql')
    column: 'RejectedPercent'
    threshold: rejectedPercent
    every: 'PT1H'
    window: 'P1D'
  }
]

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: actionGroupName
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'serverlesseg'
    enabled: true
    emailReceivers: empty(email) ? [] : [{ name: 'operator', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource logAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: '${prefix}${alert.name}'
    location: location
    tags: tags
    properties: {
      displayName: alert.title
      description: alert.help
      severity: alert.severity
      enabled: true
      scopes: [workspaceId]
      evaluationFrequency: alert.every
      windowSize: alert.window
      autoMitigate: false
      // The tables exist only once the first telemetry has arrived.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            metricMeasureColumn: alert.column
            timeAggregation: 'Maximum'
            operator: 'GreaterThan'
            threshold: alert.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [group.id] }
    }
  }
]

resource lostEvents 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${prefix}lost-events'
  location: 'global'
  tags: tags
  properties: {
    description: 'Event Grid gave up on the event of a dropped file. Its blob in the container deadletters names the file; drop it again.'
    severity: 1
    enabled: true
    scopes: [systemTopicId]
    evaluationFrequency: 'PT15M'
    windowSize: 'PT1H'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead-lettered'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'DeadLetteredCount'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: [{ actionGroupId: group.id }]
  }
}

output actionGroupId string = group.id
