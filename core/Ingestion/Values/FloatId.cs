using ServerlessSeg.Core.Ingestion.Mapping;

namespace ServerlessSeg.Core.Ingestion.Values;

/// <summary>Ids that a spreadsheet or data frame has turned into floats: 17850.0 for 17850.</summary>
internal static class FloatId
{
    /// <summary>What an id that is not empty says.</summary>
    public static IdEvidence EvidenceOf(ReadOnlySpan<byte> id)
    {
        if (IdText.IsRounded(id))
            return IdEvidence.Rounded | IdEvidence.Other;
        if (!id.EndsWith(".0"u8) || id.Length == 2)
            return IdEvidence.Other;
        int first = id[0] == (byte)'-' && id.Length > 3 ? 1 : 0;
        return id[first..^2].ContainsAnyExceptInRange((byte)'0', (byte)'9') ? IdEvidence.Other : IdEvidence.FloatArtefact;
    }

    /// <summary>The id without ".0".</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> id) => id.EndsWith(".0"u8) ? id[..^2] : id;
}
