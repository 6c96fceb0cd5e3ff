namespace ServerlessSeg.Core.Ingestion.Parquet;

/// <summary>A file is not Parquet, is damaged, or uses what this reader cannot read; the message is a sentence for its owner.</summary>
public sealed class ParquetFormatException : Exception
{
    /// <summary>Tells what is wrong.</summary>
    public ParquetFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Tells what is wrong, and what noticed it.</summary>
    public ParquetFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Tells nothing in particular.</summary>
    public ParquetFormatException()
        : base("The file is not readable as Parquet.")
    {
    }
}
