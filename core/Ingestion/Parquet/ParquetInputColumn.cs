using System.Diagnostics.CodeAnalysis;

namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>A top-level column of a Parquet file, as far as a mapping needs to know it.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="IsUtc">For timestamps: whether values are instants. Where they are not, they are local times of an unnamed zone.</param>
/// <param name="Reason">Why the column cannot be read, where <paramref name="Kind"/> is <see cref="ParquetColumnKind.Unsupported"/>.</param>
public sealed record ParquetInputColumn(string Name, ParquetColumnKind Kind, bool IsUtc = false, string? Reason = null)
{
    /// <summary>How the bytes are stored.</summary>
    internal ParquetStorage Storage { get; init; }

    /// <summary>Whether rows may be without a value.</summary>
    internal bool IsNullable { get; init; }

    /// <summary>Decimal places of a decimal.</summary>
    internal int Scale { get; init; }

    /// <summary>Units in a second of a timestamp; 0 for dates.</summary>
    internal long TicksPerSecond { get; init; }

    /// <summary>Whether integers are without sign.</summary>
    internal bool IsUnsigned { get; init; }

    /// <summary>Bytes of each value where all have the same number, else 0.</summary>
    internal int FixedLength { get; init; }

    /// <summary>Whether fixed-length bytes are a UUID.</summary>
    internal bool IsUuid { get; init; }

    /// <summary>Whether the stored bytes are the text.</summary>
    internal bool IsText => Kind == ParquetColumnKind.Text && !IsUuid;

    /// <summary>Whether fixed-length bytes are half-precision numbers.</summary>
    internal bool IsHalf { get; init; }
}

/// <summary>What the values of a column are.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "The words are Parquet's own.")]
public enum ParquetColumnKind
{
    /// <summary>UTF-8, or a UUID.</summary>
    Text,

    /// <summary>Whole numbers.</summary>
    Integer,

    /// <summary>Decimal numbers of a fixed scale.</summary>
    Decimal,

    /// <summary>Binary floating point.</summary>
    Floating,

    /// <summary>Date and time of day.</summary>
    Timestamp,

    /// <summary>Days.</summary>
    Date,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Nested, or of a type that no transaction has.</summary>
    Unsupported,
}

/// <summary>Parquet's physical types.</summary>
internal enum ParquetStorage
{
    Boolean,
    Int32,
    Int64,
    Int96,
    Float,
    Double,
    Bytes,
}
