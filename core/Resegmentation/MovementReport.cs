using ServerlessSeg.Core.Segmentation.Movement;

namespace ServerlessSeg.Core.Resegmentation;

/// <summary>
/// How customers moved between two snapshots, scheme by scheme. The sums over the moves of a scheme are the customers and the net money
/// of both snapshots.
/// </summary>
/// <param name="From">The earlier snapshot.</param>
/// <param name="FromAsOf">Its as-of date.</param>
/// <param name="To">The later snapshot.</param>
/// <param name="ToAsOf">Its as-of date.</param>
/// <param name="Currency">Currency of the money; null where the exports name none.</param>
/// <param name="Schemes">The schemes that both snapshots have.</param>
public sealed record MovementReport(string From, DateOnly FromAsOf, string To, DateOnly ToAsOf, string? Currency, IReadOnlyList<SchemeMovement> Schemes)
{
    /// <summary>Name within the later snapshot of the report against the one before it.</summary>
    public const string File = "movement.json";

    /// <summary>The moves of a base since an earlier snapshot.</summary>
    /// <param name="run">The run of the base.</param>
    /// <param name="currency">Its currency.</param>
    /// <param name="scored">The base.</param>
    /// <param name="previous">The earlier snapshot.</param>
    public static MovementReport Of(RunId run, string? currency, ScoredBase scored, PreviousSegments previous)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(previous);
        SchemeSegments[] present = [.. scored.Schemes.Select(static scheme => new SchemeSegments(scheme.Name, [.. scheme.Segments.Select(static segment => segment.Code)]))];
        IReadOnlyList<SharedScheme> shared = SharedScheme.Of(previous.Snapshot.Schemes, present);
        foreach (SharedScheme scheme in shared)
        {
            for (int i = 0; i < scored.Summaries.Customers.Length; i++)
            {
                byte before = previous.Of(i, scheme.Before);
                scheme.Matrix.Add(before == byte.MaxValue ? -1 : before, scored.Segments[scheme.Now][i], previous.NetMoney[i], scored.Summaries.Customers[i].NetMoney);
            }
            foreach (CustomerRecord gone in previous.Gone)
                scheme.Matrix.Add(gone.Segments[scheme.Before], -1, gone.NetMoney, 0);
        }
        return new MovementReport(
            previous.Snapshot.Run, previous.Snapshot.AsOf, run.ToString(), scored.Summaries.AsOf, currency, [.. shared.Select(static scheme => scheme.ToMovement())]);
    }

    /// <summary>The moves between any two snapshots, read side by side in key order.</summary>
    /// <exception cref="SnapshotGoneException">One of them was removed meanwhile.</exception>
    public static async Task<MovementReport> CompareAsync(Snapshot earlierSnapshot, Snapshot laterSnapshot, ISnapshotStore store, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(earlierSnapshot);
        ArgumentNullException.ThrowIfNull(laterSnapshot);
        (SnapshotManifest from, SnapshotManifest to) = (earlierSnapshot.Manifest, laterSnapshot.Manifest);
        IReadOnlyList<SharedScheme> shared = SharedScheme.Of(from.Schemes, to.Schemes);
        await using IAsyncEnumerator<CustomerRecord> before = SnapshotCustomers.ReadAsync(earlierSnapshot, store, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using IAsyncEnumerator<CustomerRecord> now = SnapshotCustomers.ReadAsync(laterSnapshot, store, cancellationToken).GetAsyncEnumerator(cancellationToken);
        bool earlier = await before.MoveNextAsync().ConfigureAwait(false), later = await now.MoveNextAsync().ConfigureAwait(false);
        while (earlier || later)
        {
            int order = !earlier ? 1 : !later ? -1 : SnapshotCustomers.Compare(before.Current.Id, now.Current.Id);
            CustomerRecord? was = order <= 0 ? before.Current : null, present = order >= 0 ? now.Current : null;
            foreach (SharedScheme scheme in shared)
                scheme.Matrix.Add(was?.Segments[scheme.Before] ?? -1, present?.Segments[scheme.Now] ?? -1, was?.NetMoney ?? 0, present?.NetMoney ?? 0);
            if (order <= 0)
                earlier = await before.MoveNextAsync().ConfigureAwait(false);
            if (order >= 0)
                later = await now.MoveNextAsync().ConfigureAwait(false);
        }
        return new MovementReport(from.Run, from.AsOf, to.Run, to.AsOf, to.Currency, [.. shared.Select(static scheme => scheme.ToMovement())]);
    }

    private sealed record SharedScheme(string Name, int Before, int Now, MovementMatrix Matrix)
    {
        public static IReadOnlyList<SharedScheme> Of(IReadOnlyList<SchemeSegments> before, IReadOnlyList<SchemeSegments> now) =>
        [
            .. from later in now.Index()
               from earlier in before.Index()
               where string.Equals(earlier.Item.Name, later.Item.Name, StringComparison.Ordinal)
               select new SharedScheme(later.Item.Name, earlier.Index, later.Index, new MovementMatrix(earlier.Item.Segments, later.Item.Segments)),
        ];

        public SchemeMovement ToMovement() => new(Name,
            [.. Matrix.Moves().Select(static move => new SegmentMove(move.From, move.To, move.Customers, move.MoneyBefore.ToDecimal(), move.MoneyNow.ToDecimal()))]);
    }
}

/// <summary>The moves within one scheme.</summary>
public sealed record SchemeMovement(string Scheme, IReadOnlyList<SegmentMove> Moves);

/// <summary>Customers who went from one segment to another, or stayed where both are the same.</summary>
/// <param name="From">Earlier segment; null for customers that the earlier snapshot does not hold.</param>
/// <param name="To">Later segment; null for customers that the later snapshot does not hold.</param>
/// <param name="Customers">How many.</param>
/// <param name="MoneyBefore">Their net money in the earlier snapshot.</param>
/// <param name="MoneyNow">Their net money in the later snapshot.</param>
public sealed record SegmentMove(string? From, string? To, long Customers, decimal MoneyBefore, decimal MoneyNow);
