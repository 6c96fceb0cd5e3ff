using ServerlessSeg.Core.Ingestion.Rows;

namespace ServerlessSeg.Core.Ingestion.Mapping;

/// <summary>How a file is laid out and what its columns mean, as far as its beginning tells.</summary>
internal abstract class FileLayout
{
    /// <summary>The mapping, or null.</summary>
    public SchemaMapping? Mapping { get; init; }

    /// <summary>Why there is no mapping.</summary>
    public MappingFailure? Failure { get; init; }

    /// <summary>The format in words.</summary>
    public abstract string Format { get; }

    /// <summary>The delimiter in words, of a text.</summary>
    public virtual string? DelimiterName => null;

    /// <summary>The encoding, of a text.</summary>
    public string? Encoding { get; set; }

    /// <summary>Whether that encoding is a guess.</summary>
    public bool EncodingIsGuess { get; set; }

    /// <summary>Opens the rows to be read with a mapping, which has the columns of <see cref="Mapping"/>.</summary>
    public abstract IRowBlocks OpenBlocks(SchemaMapping mapping, IngestOptions options);
}
