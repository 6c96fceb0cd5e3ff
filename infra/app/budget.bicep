metadata description = 'A monthly budget of the resource group that writes a mail at 80 % spent and when 100 % is forecast.'

@description('Name of the budget.')
param name string

@minValue(1)
@description('Amount a month in the currency of the subscription.')
param monthlyAmount int

@description('First day of the month the budget starts in, as yyyy-MM-01. Azure refuses to change it later.')
param startDate string

@description('Address that is written to.')
param email string

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: monthlyAmount
    timeGrain: 'Monthly'
    timePeriod: { startDate: startDate }
    notifications: {
      spent: { enabled: true, operator: 'GreaterThan', threshold: 80, thresholdType: 'Actual', contactEmails: [email] }
      forecast: {
        enabled: true
        operator: 'GreaterThan'
        threshold: 100
        thresholdType: 'Forecasted'
        contactEmails: [email]
      }
    }
  }
}
