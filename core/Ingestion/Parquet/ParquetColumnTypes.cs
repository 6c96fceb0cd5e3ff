using Parquet.Meta;
using PhysicalType = Parquet.Meta.Type;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>
/// Reads the types of a file's top-level columns from its own schema: the physical type first, because raw reads do not
/// check it, then the logical type or its older form, the converted type.
/// </summary>
internal static class ParquetColumnTypes
{
    /// <summary>The columns in file order.</summary>
    /// <exception cref="ParquetFormatException">The schema is not a tree.</exception>
    public static IReadOnlyList<ParquetInputColumn> Read(IReadOnlyList<SchemaElement> schema)
    {
        if (schema.Count == 0 || schema[0].NumChildren is not > 0)
            throw new ParquetFormatException("The Parquet file has no columns.");
        var columns = new List<ParquetInputColumn>();
        int at = 1;
        for (int i = 0; i < schema[0].NumChildren; i++)
        {
            if (at >= schema.Count)
                throw new ParquetFormatException("The Parquet file's schema is cut off.");
            columns.Add(ColumnOf(schema[at]));
            at = SkipSubtree(schema, at);
        }
        return columns;
    }

    /// <summary>Whether a physical type is the one that a column is read as.</summary>
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

    // Every element stands for itself and announces its children, which follow.
    private static int SkipSubtree(IReadOnlyList<SchemaElement> schema, int at)
    {
        for (long due = 1; due > 0 && at < schema.Count; due--)
            due += Math.Max(0, schema[at++].NumChildren ?? 0);
        return at;
    }

    private static ParquetInputColumn ColumnOf(SchemaElement element)
    {
        if (element.Type is not { } type)
            return Unsupported(element, "it is nested");
        if (element.RepetitionType == FieldRepetitionType.REPEATED)
            return Unsupported(element, "it has several values a row");
        ParquetInputColumn column = type switch
        {
            PhysicalType.BOOLEAN => new ParquetInputColumn(element.Name, ParquetColumnKind.Boolean) { Storage = ParquetStorage.Boolean },
            PhysicalType.INT32 => OfInt32(element),
            PhysicalType.INT64 => OfInt64(element),
            PhysicalType.INT96 => new ParquetInputColumn(element.Name, ParquetColumnKind.Timestamp, IsUtc: true) { Storage = ParquetStorage.Int96 },
            PhysicalType.FLOAT => new ParquetInputColumn(element.Name, ParquetColumnKind.Floating) { Storage = ParquetStorage.Float },
            PhysicalType.DOUBLE => new ParquetInputColumn(element.Name, ParquetColumnKind.Floating) { Storage = ParquetStorage.Double },
            PhysicalType.BYTE_ARRAY => OfBytes(element),
            PhysicalType.FIXED_LEN_BYTE_ARRAY => OfFixedBytes(element),
            _ => Unsupported(element, "its physical type is unknown"),
        };
        if (type == PhysicalType.FIXED_LEN_BYTE_ARRAY && element.TypeLength is not > 0)
            return Unsupported(element, "its length is not stated");
        return column with
        {
            IsNullable = element.RepetitionType != FieldRepetitionType.REQUIRED,
            FixedLength = type == PhysicalType.FIXED_LEN_BYTE_ARRAY ? element.TypeLength!.Value : 0,
        };
    }

    private static ParquetInputColumn OfInt32(SchemaElement element)
    {
        LogicalType? logical = element.LogicalType;
        if (logical?.DECIMAL is not null || element.ConvertedType == ConvertedType.DECIMAL)
            return OfDecimal(element, ParquetStorage.Int32);
        if (logical?.DATE is not null || element.ConvertedType == ConvertedType.DATE)
            return new ParquetInputColumn(element.Name, ParquetColumnKind.Date) { Storage = ParquetStorage.Int32 };
        if (logical?.TIME is not null || element.ConvertedType == ConvertedType.TIME_MILLIS)
            return Unsupported(element, "it is a time of day without a date");
        bool isUnsigned = logical?.INTEGER is { IsSigned: false } || element.ConvertedType is ConvertedType.UINT_8 or ConvertedType.UINT_16 or ConvertedType.UINT_32;
        return new ParquetInputColumn(element.Name, ParquetColumnKind.Integer) { Storage = ParquetStorage.Int32, IsUnsigned = isUnsigned };
    }

    private static ParquetInputColumn OfInt64(SchemaElement element)
    {
        LogicalType? logical = element.LogicalType;
        if (logical?.DECIMAL is not null || element.ConvertedType == ConvertedType.DECIMAL)
            return OfDecimal(element, ParquetStorage.Int64);
        if (logical?.TIMESTAMP is { } timestamp)
        {
            long ticks = timestamp.Unit switch
            {
                { MILLIS: not null } => 1_000,
                { MICROS: not null } => 1_000_000,
                { NANOS: not null } => 1_000_000_000,
                _ => 0,
            };
            return ticks == 0 ? Unsupported(element, "its time unit is unknown") : OfTimestamp(element, ticks, timestamp.IsAdjustedToUTC);
        }
        if (element.ConvertedType is ConvertedType.TIMESTAMP_MILLIS or ConvertedType.TIMESTAMP_MICROS)
            return OfTimestamp(element, element.ConvertedType == ConvertedType.TIMESTAMP_MILLIS ? 1_000 : 1_000_000, isUtc: true);
        if (logical?.TIME is not null || element.ConvertedType == ConvertedType.TIME_MICROS)
            return Unsupported(element, "it is a time of day without a date");
        bool isUnsigned = logical?.INTEGER is { IsSigned: false } || element.ConvertedType == ConvertedType.UINT_64;
        return new ParquetInputColumn(element.Name, ParquetColumnKind.Integer) { Storage = ParquetStorage.Int64, IsUnsigned = isUnsigned };
    }

    private static ParquetInputColumn OfTimestamp(SchemaElement element, long ticksPerSecond, bool isUtc) =>
        new(element.Name, ParquetColumnKind.Timestamp, isUtc) { Storage = ParquetStorage.Int64, TicksPerSecond = ticksPerSecond };

    private static ParquetInputColumn OfBytes(SchemaElement element)
    {
        if (element.LogicalType?.DECIMAL is not null || element.ConvertedType == ConvertedType.DECIMAL)
            return OfDecimal(element, ParquetStorage.Bytes);
        if (element.LogicalType is { BSON: not null } or { VARIANT: not null } or { GEOMETRY: not null } or { GEOGRAPHY: not null } || element.ConvertedType == ConvertedType.BSON)
            return Unsupported(element, "its bytes are not text");
        // Older writers leave out the annotation of strings.
        return new ParquetInputColumn(element.Name, ParquetColumnKind.Text) { Storage = ParquetStorage.Bytes };
    }

    private static ParquetInputColumn OfFixedBytes(SchemaElement element)
    {
        if (element.LogicalType?.DECIMAL is not null || element.ConvertedType == ConvertedType.DECIMAL)
            return OfDecimal(element, ParquetStorage.Bytes);
        if (element.LogicalType?.UUID is not null && element.TypeLength == 16)
            return new ParquetInputColumn(element.Name, ParquetColumnKind.Text) { Storage = ParquetStorage.Bytes, IsUuid = true };
        if (element.LogicalType?.FLOAT16 is not null && element.TypeLength == 2)
            return new ParquetInputColumn(element.Name, ParquetColumnKind.Floating) { Storage = ParquetStorage.Bytes, IsHalf = true };
        return Unsupported(element, "its bytes have no stated meaning");
    }

    private static ParquetInputColumn OfDecimal(SchemaElement element, ParquetStorage storage)
    {
        int scale = element.LogicalType?.DECIMAL?.Scale ?? element.Scale ?? 0;
        return scale is < 0 or > 76
            ? Unsupported(element, "its decimal scale is out of range")
            : new ParquetInputColumn(element.Name, ParquetColumnKind.Decimal) { Storage = storage, Scale = scale };
    }

    private static ParquetInputColumn Unsupported(SchemaElement element, string reason) =>
        new(element.Name, ParquetColumnKind.Unsupported, Reason: $"Column '{element.Name}' cannot be used because {reason}.");
}
