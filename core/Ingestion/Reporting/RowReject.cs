namespace ServerlessSeg.Core.Ingestion;

/// <summary>One refused row.</summary>
/// <param name="Line">Line of a text on which the row begins, or number of the row in another file; from 1.</param>
/// <param name="Column">Column at fault, from 1; 0 for the row as a whole.</param>
/// <param name="Code">Stable name of the reason.</param>
/// <param name="Value">The value at fault, cut to a limit.</param>
/// <param name="Reason">The reason in words.</param>
public sealed record RowReject(long Line, int Column, string Code, string Value, string Reason);
