using FsCheck;
using FsCheck.Fluent;
using ServerlessSeg.Core.Ledger.Columns;

namespace ServerlessSeg.Core.Tests.Ledger.Columns;

public sealed class PackedNumbersTests
{
    [Fact]
    public void DeltaDecoder_ReadsWhatDeltaEncoderWrote() =>
        Prop.ForAll<int, PositiveInt, byte>((seed, count, bits) =>
        {
            var random = new Random(seed);
            long[] values = [.. Enumerable.Range(0, count.Get * 7).Select(_ => random.NextInt64(long.MinValue, long.MaxValue) >> (bits % 64))];
            var sink = new ByteSink();
            DeltaEncoder.Write(sink, values);
            var decoder = new DeltaDecoder();
            decoder.Begin(sink.WrittenMemory);
            long[] read = new long[values.Length];
            for (int at = 0; at < read.Length;)
            {
                int take = Math.Min(1 + random.Next(200), read.Length - at);
                decoder.Read(read.AsSpan(at, take));
                at += take;
            }
            return values.AsSpan().SequenceEqual(read);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void RunLengthDecoder_ReadsWhatRunLengthEncoderWrote() =>
        Prop.ForAll<int, PositiveInt, byte>((seed, count, bits) =>
        {
            var random = new Random(seed);
            int limit = 1 << (1 + (bits % 20));
            int[] values = [.. Enumerable.Range(0, count.Get).SelectMany(_ => Enumerable.Repeat(random.Next(limit), random.Next(30)))];
            int width = RunLengthEncoder.BitWidth(limit);
            var sink = new ByteSink();
            RunLengthEncoder.Write(sink, values, width);
            var decoder = new RunLengthDecoder();
            decoder.Begin(sink.WrittenMemory, width);
            int[] read = new int[values.Length];
            for (int at = 0; at < read.Length;)
            {
                int take = Math.Min(1 + random.Next(50), read.Length - at);
                decoder.Read(read.AsSpan(at, take));
                at += take;
            }
            return values.AsSpan().SequenceEqual(read);
        }).QuickCheckThrowOnFailure();
}
