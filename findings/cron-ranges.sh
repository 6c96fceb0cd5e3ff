#!/usr/bin/env bash
# Two libraries that .NET schedulers are made of read one schedule as different hours and different days, and neither says so.
# NCrontab.Signed 3.4.0 (by which the Azure Functions timer reads RESEGMENT_SCHEDULE-like settings) turns a range that runs
# backwards round: 22-2 becomes 2-22. Cronos 0.13.0 (by which other schedulers read it) goes over midnight, or over the
# week's end: 22,23,0,1,2. Both accept both; an hour list written for one is nearly the complement in the other.
# Output when this was written, distinct hours and weekdays (0 is Sunday) within two weeks:
#   hours of '0 0 22-2 * * *'      NCrontab 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22   Cronos 0 1 2 22 23
#   weekdays of '0 0 3 * * 5-1'    NCrontab 1 2 3 4 5   Cronos 0 1 5 6
# Needs the .NET 10 SDK and the NuGet feed. Ends with 1 when a library has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > cron.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="NCrontab.Signed" Version="[3.4.0]" />
    <PackageReference Include="Cronos" Version="[0.13.0]" />
  </ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
var from = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
DateTime to = from.AddDays(14);
foreach ((string text, string what, Func<DateTime, int> part) in new (string, string, Func<DateTime, int>)[]
{
    ("0 0 22-2 * * *", "hours", static due => due.Hour),
    ("0 0 3 * * 5-1", "weekdays", static due => (int)due.DayOfWeek),
})
{
    var ncrontab = NCrontab.CrontabSchedule.Parse(text, new NCrontab.CrontabSchedule.ParseOptions { IncludingSeconds = true }).GetNextOccurrences(from, to);
    var cronos = Cronos.CronExpression.Parse(text, Cronos.CronFormat.IncludeSeconds).GetOccurrences(from, to);
    Console.WriteLine($"{what} of '{text}': NCrontab {Distinct(ncrontab)}; Cronos {Distinct(cronos)}");
    string Distinct(IEnumerable<DateTime> due) => string.Join(' ', due.Select(part).Distinct().Order());
}
CS
dotnet run --verbosity quiet > seen.txt
cat seen.txt
cat > expected.txt <<'TXT'
hours of '0 0 22-2 * * *': NCrontab 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22; Cronos 0 1 2 22 23
weekdays of '0 0 3 * * 5-1': NCrontab 1 2 3 4 5; Cronos 0 1 5 6
TXT
diff expected.txt seen.txt && echo "NCrontab.Signed 3.4.0 and Cronos 0.13.0 still differ as described."
