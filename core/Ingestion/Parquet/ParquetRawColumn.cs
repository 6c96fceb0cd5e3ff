using System.Buffers;
using System.Text.Unicode;
using Parquet;
using Parquet.Schema;
using PhysicalType = Parquet.Meta.Type;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>
/// Reads one column's values through Parquet.Net, where <see cref="Pages.ColumnPages"/> does not know the codec. Raw reads return the values that
/// are there densely, with definition levels that say in which rows; here they are spread over the rows.
/// </summary>
internal static class ParquetRawColumn
{
    public static bool IsStoredAs(PhysicalType type, ParquetStorage storage) => storage switch
    {
        ParquetStorage.Boolean => type == PhysicalType.BOOLEAN,
        ParquetStorage.Int32 => type == PhysicalType.INT32,
        ParquetStorage.Int64 => type == PhysicalType.INT64,
        ParquetStorage.Int96 => type == PhysicalType.INT96,
        ParquetStorage.Float => type == PhysicalType.FLOAT,
        ParquetStorage.Double => type == PhysicalType.DOUBLE,
        _ => type is PhysicalType.BYTE_ARRAY or PhysicalType.FIXED_LEN_BYTE_ARRAY,
    };

    public static Task ReadAsync(ParquetRowGroupReader group, ParquetSchema schema, ParquetColumnChunk chunk, CancellationToken cancellationToken)
    {
        ParquetInputColumn column = chunk.Column;
        return column.Storage switch
        {
            ParquetStorage.Boolean => SpreadAsync<bool>(Field(column, typeof(bool)), (value, row) => chunk.Longs[row] = value ? 1 : 0),
            ParquetStorage.Int32 => SpreadAsync<int>(Field(column, typeof(int)), (value, row) => chunk.Longs[row] = column.IsUnsigned ? (uint)value : value),
            ParquetStorage.Int64 => SpreadAsync<long>(Field(column, typeof(long)), (value, row) => chunk.Longs[row] = value),
            ParquetStorage.Int96 => SpreadAsync<DateTime>(schema.FindDataField(column.Name), (value, row) => chunk.Longs[row] = MicrosOf(value)),
            ParquetStorage.Float => SpreadAsync<float>(Field(column, typeof(float)), (value, row) => chunk.Doubles[row] = value),
            ParquetStorage.Double => SpreadAsync<double>(Field(column, typeof(double)), (value, row) => chunk.Doubles[row] = value),
            _ => SpreadAsync<ReadOnlyMemory<byte>>(Field(column, typeof(ReadOnlyMemory<byte>)), (value, row) => Keep(value.Span, row)),
        };

        void Keep(ReadOnlySpan<byte> value, int row)
        {
            Memory<byte> room = chunk.Append(value.Length);
            value.CopyTo(room.Span);
            chunk.Starts[row] = chunk.UsedBytes - value.Length;
            chunk.Lengths[row] = value.Length;
            chunk.TextIsValid &= !column.IsText || Utf8.IsValid(value);
        }

        async Task SpreadAsync<T>(DataField field, Action<T, int> place)
            where T : struct
        {
            T[] values = ArrayPool<T>.Shared.Rent(chunk.Rows);
            int[] levels = ArrayPool<int>.Shared.Rent(chunk.Rows);
            // A damaged column may hold fewer values than it says; what is left must not be of another file.
            values.AsSpan(0, chunk.Rows).Clear();
            levels.AsSpan(0, chunk.Rows).Clear();
            try
            {
                await group.ReadRawAsync(field, values.AsMemory(0, chunk.Rows), levels.AsMemory(0, chunk.Rows), null, cancellationToken).ConfigureAwait(false);
                Span<bool> nulls = chunk.Nulls;
                int next = 0;
                for (int row = 0; row < nulls.Length; row++)
                {
                    nulls[row] = column.IsNullable && levels[row] == 0;
                    if (!nulls[row])
                        place(values[next++], row);
                    else if (column.Storage == ParquetStorage.Bytes)
                        (chunk.Starts[row], chunk.Lengths[row]) = (0, 0);
                }
            }
            finally
            {
                ArrayPool<T>.Shared.Return(values, clearArray: true);
                ArrayPool<int>.Shared.Return(levels);
            }
        }
    }

    // Only a field that belongs to a schema knows its levels.
    private static DataField Field(ParquetInputColumn column, System.Type type) =>
        new ParquetSchema(new DataField(column.Name, type, column.IsNullable)).DataFields[0];

    private static long MicrosOf(DateTime value) => (value.Ticks / TimeSpan.TicksPerMicrosecond) - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMicrosecond);
}
