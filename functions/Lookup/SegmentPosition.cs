using System.Globalization;
using System.Text;
using ServerlessSeg.Core.Resegmentation;

namespace ServerlessSeg.Functions.Lookup;

/// <summary>Where a listing of a segment goes on: the snapshot, by the attempt that wrote it, and the byte in the segment's file.</summary>
public sealed record SegmentPosition(SnapshotId Snapshot, long Offset)
{
    /// <summary>As an opaque token, safe in a URL.</summary>
    public string ToToken() => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Snapshot}|{Offset}")))
        .TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>Reads a token; null where it is none of ours.</summary>
    public static SegmentPosition? Parse(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        string padded = token.Replace('-', '+').Replace('_', '/');
        padded += new string('=', (4 - padded.Length % 4) % 4);
        byte[] bytes = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, bytes, out int length))
            return null;
        string[] parts = Encoding.ASCII.GetString(bytes, 0, length).Split('|');
        return parts.Length == 2
            && SnapshotId.TryParse(parts[0], out SnapshotId snapshot)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
                ? new SegmentPosition(snapshot, offset) : null;
    }
}
