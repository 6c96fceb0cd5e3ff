using System.Reflection;
using System.Runtime.CompilerServices;
using ServerlessSeg.Core.Ingestion.Csv;
using ServerlessSeg.Core.Ingestion.Parquet;
using ServerlessSeg.Core.Ingestion.Parquet.Pages;
using ServerlessSeg.Core.Ingestion.Rows;
using ServerlessSeg.Core.Ledger;
using ServerlessSeg.Core.Ledger.Columns;
using ServerlessSeg.Core.Ledger.Writing;

namespace ServerlessSeg.Core.Ingestion;

/// <summary>
/// Compiles the loops in which an ingest spends its time while the beginning of the file is still being judged. They are marked to be compiled for the
/// processor at hand when they are first called, and there all workers would wait for them; a process that ingests one file is short enough to feel it.
/// </summary>
internal static class HotLoops
{
    private static readonly Type[] OfTexts = [typeof(CsvRowReader), typeof(RecordIndex), typeof(CsvColumns)];

    private static readonly Type[] OfParquet =
    [
        typeof(PageValues), typeof(PlainNumbers), typeof(TextPages), typeof(SnappyExpansion), typeof(RunLengthDecoder), typeof(DeltaDecoder),
        typeof(ParquetBlocks.Reader), typeof(ParquetColumnChunk),
    ];

    private static readonly Type[] OfRows = [typeof(ColumnChecker), typeof(ColumnMoney), typeof(NumberRange), typeof(RowTally)];

    // In the order in which they are needed.
    private static readonly Type[] OfLedger =
    [
        typeof(LedgerAppender), typeof(TextDictionaryCache), typeof(RowItems), typeof(TotalsOfCurrency), typeof(RowSorter), typeof(KeySet), typeof(RowGroupEncoder),
        typeof(CustomerColumnsEncoder), typeof(OrderColumnEncoder), typeof(NumberColumnEncoder), typeof(TextColumnEncoder), typeof(RunLengthEncoder), typeof(DeltaEncoder),
    ];

    /// <summary>The loops on the way from a file into the ledger.</summary>
    /// <param name="fromParquet">Whether the file is Parquet rather than a text.</param>
    public static IEnumerable<MethodInfo> Of(bool fromParquet) =>
        ((Type[])[.. fromParquet ? OfParquet : OfTexts, .. OfRows, .. OfLedger]).SelectMany(MarkedIn);

    /// <summary>The methods of a type that are to be compiled on the machine.</summary>
    public static IEnumerable<MethodInfo> MarkedIn(Type type) =>
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization) && !method.ContainsGenericParameters
        select method;

    /// <summary>Compiles them on another thread; costs next to nothing where they are compiled already.</summary>
    public static Task CompileAsync(bool fromParquet) => Task.Run(() =>
    {
        foreach (MethodInfo method in Of(fromParquet))
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
    });
}
