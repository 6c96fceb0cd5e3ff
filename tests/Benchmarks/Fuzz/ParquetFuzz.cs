using System.Buffers.Binary;

namespace ServerlessSeg.Benchmarks.Fuzz;

/// <summary>Damaged, cut and wrongly typed Parquet files of several writers, held to <see cref="IngestPromises"/>.</summary>
internal static class ParquetFuzz
{
    private static readonly int[] Extremes = [0, 1, -1, int.MinValue, int.MaxValue, 1 << 20];

    /// <summary>One input, the same for the same numbers: the files as they are first, then mutations of them.</summary>
    public static byte[] InputOf(int seed, int number)
    {
        IReadOnlyList<byte[]> files = ParquetFiles.All;
        if (number < files.Count)
            return files[number];
        var random = new Random(unchecked((seed * 397) ^ (number * 486_187_739)));
        var bytes = new List<byte>(files[random.Next(files.Count)]);
        for (int changes = random.Next(1, 6); changes > 0 && bytes.Count > 8; changes--)
            Mutate(bytes, random);
        // What does not begin like Parquet is read as text, which is the business of the other fuzzing.
        if (random.Next(20) > 0 && bytes.Count > 8)
        {
            for (int i = 0; i < 4; i++)
                bytes[i] = bytes[^(4 - i)] = "PAR1"u8[i];
        }
        return [.. bytes];
    }

    /// <summary>What went wrong, or null.</summary>
    public static string? BrokenPromise(byte[] input) => IngestPromises.Broken("fuzz.parquet", input);

    private static void Mutate(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count);
        // The footer lies at the end and says where everything else is: half of all changes go there.
        if (random.Next(2) == 0)
            at = Math.Max(0, bytes.Count - 1 - random.Next(Math.Min(bytes.Count, 1_500)));
        int length = Math.Min(random.Next(1, 40), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0:
                bytes.RemoveRange(at, length);
                break;
            case 1:
                bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                break;
            case 2:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 3:
                for (int i = 0; i < length; i++)
                    bytes[at + i] = random.Next(2) == 0 ? (byte)0 : (byte)0xFF;
                break;
            case 4 when bytes.Count - at >= 4:
                byte[] extreme = new byte[4];
                BinaryPrimitives.WriteInt32LittleEndian(extreme, Extremes[random.Next(Extremes.Length)]);
                for (int i = 0; i < 4; i++)
                    bytes[at + i] = extreme[i];
                break;
            case 5:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            default:
                bytes[at] = (byte)random.Next(256);
                break;
        }
    }
}
