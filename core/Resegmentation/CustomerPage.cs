using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ServerlessSeg.Core.Transactions;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// Customers that are neighbours in key order, column by column, as they are stored in one table entity. The page of a
/// customer is arithmetic (<see cref="CustomerKey.PartOf"/> of its key), so a look-up reads exactly one.
/// </summary>
public sealed class CustomerPage
{
    /// <summary>Customers a page holds on average; keys are spread evenly, so pages stay well below twice that.</summary>
    public const int TargetCustomers = 100;

    /// <summary>The layout written by this code. Those before it are still read: layout 1 has no facts, 2 no historic margin.</summary>
    public const int CurrentVersion = 3;

    private const int FloatsPerClv = 7;

    /// <summary>Customers in the page.</summary>
    public required int Count { get; init; }

    /// <summary>Layout of the columns.</summary>
    public required int Version { get; init; }

    /// <summary>Binary columns by name, little-endian.</summary>
    public required IReadOnlyDictionary<string, byte[]> Columns { get; init; }

    /// <summary>Pages for a base of the given size; at least one.</summary>
    public static int PagesFor(long customers) => (int)Math.Max(1, (customers + TargetCustomers - 1) / TargetCustomers);

    /// <summary>Writes customers, which are in order of (key, id), into columns.</summary>
    public static CustomerPage Encode(ReadOnlySpan<CustomerRecord> customers)
    {
        int n = customers.Length;
        int schemes = n == 0 ? 0 : customers[0].Segments.Length;
        int previous = n == 0 ? 0 : customers[0].Previous.Length;
        var ids = new MemoryStream();
        byte[] recency = new byte[4 * n], frequency = new byte[4 * n], monetary = new byte[8 * n], net = new byte[8 * n], margin = new byte[8 * n];
        byte[] scores = new byte[3 * n], segments = new byte[schemes * n], before = new byte[previous * n], clv = new byte[4 * FloatsPerClv * n], facts = new byte[StoredFacts.Size * n];
        for (int i = 0; i < n; i++)
        {
            CustomerRecord customer = customers[i];
            WriteId(ids, customer.Id);
            BinaryPrimitives.WriteInt32LittleEndian(recency.AsSpan(4 * i), customer.RecencyDays);
            BinaryPrimitives.WriteInt32LittleEndian(frequency.AsSpan(4 * i), customer.Frequency);
            BinaryPrimitives.WriteInt64LittleEndian(monetary.AsSpan(8 * i), customer.Monetary);
            BinaryPrimitives.WriteInt64LittleEndian(net.AsSpan(8 * i), customer.NetMoney);
            BinaryPrimitives.WriteInt64LittleEndian(margin.AsSpan(8 * i), customer.HistoricMargin ?? customer.NetMoney);
            (scores[3 * i], scores[3 * i + 1], scores[3 * i + 2]) = (customer.R, customer.F, customer.M);
            customer.Segments.CopyTo(segments, schemes * i);
            customer.Previous.CopyTo(before, previous * i);
            customer.Facts.GetValueOrDefault().Write(facts.AsSpan(StoredFacts.Size * i));
            WriteClv(clv.AsSpan(4 * FloatsPerClv * i), customer.Clv);
        }
        return new CustomerPage
        {
            Count = n,
            Version = CurrentVersion,
            Columns = new Dictionary<string, byte[]>(StringComparer.Ordinal)
            {
                ["Ids"] = ids.ToArray(),
                ["RecencyDays"] = recency,
                ["Frequency"] = frequency,
                ["Monetary"] = monetary,
                ["NetMoney"] = net,
                ["HistoricMargin"] = margin,
                ["Scores"] = scores,
                ["Segments"] = segments,
                ["Previous"] = before,
                ["Clv"] = clv,
                ["Facts"] = facts,
            },
        };
    }

    /// <summary>The customer with the given id, or null when the page does not hold it.</summary>
    /// <exception cref="InvalidDataException">The page was written by a newer version of this code.</exception>
    public CustomerRecord? Find(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        int index = IndexOf(Encoding.UTF8.GetBytes(id));
        return index < 0 ? null : Read(index, id);
    }

    /// <summary>Every customer of the page, in its order.</summary>
    /// <exception cref="InvalidDataException">The page was written by a newer version of this code.</exception>
    public IEnumerable<CustomerRecord> ReadAll()
    {
        CheckVersion();
        byte[] ids = Columns["Ids"];
        int offset = 0;
        for (int i = 0; i < Count; i++)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(ids.AsSpan(offset));
            yield return Read(i, Encoding.UTF8.GetString(ids, offset + 2, length));
            offset += 2 + length;
        }
    }

    private int IndexOf(ReadOnlySpan<byte> id)
    {
        CheckVersion();
        ReadOnlySpan<byte> ids = Columns["Ids"];
        for (int i = 0; i < Count; i++)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(ids);
            if (ids.Slice(2, length).SequenceEqual(id))
                return i;
            ids = ids[(2 + length)..];
        }
        return -1;
    }

    private CustomerRecord Read(int i, string id)
    {
        byte[] segments = Columns["Segments"], before = Columns["Previous"], scores = Columns["Scores"];
        int schemes = segments.Length / Count, previous = before.Length / Count;
        ReadOnlySpan<float> clv = MemoryMarshal.Cast<byte, float>(Columns["Clv"].AsSpan(4 * FloatsPerClv * i, 4 * FloatsPerClv));
        return new CustomerRecord
        {
            Id = id,
            RecencyDays = BinaryPrimitives.ReadInt32LittleEndian(Columns["RecencyDays"].AsSpan(4 * i)),
            Frequency = BinaryPrimitives.ReadInt32LittleEndian(Columns["Frequency"].AsSpan(4 * i)),
            Monetary = BinaryPrimitives.ReadInt64LittleEndian(Columns["Monetary"].AsSpan(8 * i)),
            NetMoney = BinaryPrimitives.ReadInt64LittleEndian(Columns["NetMoney"].AsSpan(8 * i)),
            HistoricMargin = Version < 3 ? null : BinaryPrimitives.ReadInt64LittleEndian(Columns["HistoricMargin"].AsSpan(8 * i)),
            R = scores[3 * i],
            F = scores[3 * i + 1],
            M = scores[3 * i + 2],
            Segments = segments[(schemes * i)..(schemes * (i + 1))],
            Previous = before[(previous * i)..(previous * (i + 1))],
            Clv = new ClvEstimate(clv[0], clv[1], clv[2], clv[3], clv[4], clv[5], clv[6]),
            Facts = Version < 2 ? null : StoredFacts.Read(Columns["Facts"].AsSpan(StoredFacts.Size * i)),
        };
    }

    private void CheckVersion()
    {
        if (Version is < 1 or > CurrentVersion)
            throw new InvalidDataException($"A customer page has layout {Version}; this version reads layouts up to {CurrentVersion}.");
    }

    private static void WriteId(MemoryStream ids, string id)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(id);
        Span<byte> length = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, checked((ushort)bytes.Length));
        ids.Write(length);
        ids.Write(bytes);
    }

    private static void WriteClv(Span<byte> target, in ClvEstimate clv)
    {
        Span<float> values = MemoryMarshal.Cast<byte, float>(target)[..FloatsPerClv];
        values[0] = clv.PAlive;
        values[1] = clv.ExpectedPurchases;
        values[2] = clv.ExpectedOrderValue;
        values[3] = clv.Predicted;
        values[4] = clv.Low;
        values[5] = clv.High;
        values[6] = clv.Churn90;
    }
}
