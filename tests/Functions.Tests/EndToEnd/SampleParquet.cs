using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace ServerlessSeg.Functions.Tests.EndToEnd;

/// <summary>Lines of the sample as a Parquet file with types: instants, decimal money, integers and texts.</summary>
internal static class SampleParquet
{
    public static async Task<BinaryData> WriteAsync(IEnumerable<string> lines, CancellationToken cancellationToken)
    {
        string[][] rows = [.. lines.Select(static line => line.Split(','))];
        string[] names = Sample.Header.Split(',');
        DataField[] fields =
        [
            Text(names[0]), Text(names[1]), new DateTimeDataField(names[2], DateTimeFormat.DateAndTimeMicros, true),
            new DecimalDataField(names[3], 18, 4), Text(names[4]), new DataField<int>(names[5]), Text(names[6]), Text(names[7]),
        ];
        using var content = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields.Cast<Field>().ToArray()), content, cancellationToken: cancellationToken))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            for (int column = 0; column < fields.Length; column++)
            {
                int position = column;
                string[] cells = [.. rows.Select(row => row[position])];
                Task written = position switch
                {
                    2 => group.WriteAsync<DateTime>(fields[2], Array.ConvertAll(cells, static cell => DateTime.Parse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal)), cancellationToken: cancellationToken),
                    3 => group.WriteAsync<decimal>(fields[3], Array.ConvertAll(cells, static cell => decimal.Parse(cell, CultureInfo.InvariantCulture)), cancellationToken: cancellationToken),
                    5 => group.WriteAsync<int>(fields[5], Array.ConvertAll(cells, static cell => int.Parse(cell, CultureInfo.InvariantCulture)), cancellationToken: cancellationToken),
                    _ => group.WriteAsync(fields[position], cells),
                };
                await written;
            }
            group.CompleteValidate();
        }
        return BinaryData.FromBytes(content.ToArray());
    }

    private static DataField Text(string name) => new(name, typeof(string), isNullable: false);
}
