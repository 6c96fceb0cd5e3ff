using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ServerlessSeg.Benchmarks.Generation;

/// <summary>
/// Makes transactions of a shop: some customers buy often and most seldom; each has a first day and a last; orders have one
/// to four lines. Everything follows from the seed and the number of an order, so a file can be made again anywhere.
/// </summary>
internal static class TransactionGenerator
{
    private const int SecondsPerDay = 86_400;

    private static readonly DateTime End = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] Channels = ["web", "store", "app"];

    public static void Write(GenerationOptions options, Stream output)
    {
        Order[] orders = Orders(options);
        Array.Sort(orders, static (x, y) => x.Second != y.Second ? x.Second.CompareTo(y.Second) : x.Number.CompareTo(y.Number));
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        buffer.Write("customer_id,order_id,timestamp,amount,currency,quantity,product,channel\n"u8);
        DateTime start = End.AddDays(-options.Days);
        foreach (Order order in orders)
        {
            for (int line = 0; line < order.Lines; line++)
            {
                WriteLine(buffer, options, order, line, start.AddSeconds(order.Second));
                if (buffer.WrittenCount < 1 << 20)
                    continue;
                output.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        }
        output.Write(buffer.WrittenSpan);
    }

    private static Order[] Orders(GenerationOptions options)
    {
        var orders = new List<Order>();
        long rows = 0;
        for (int number = 0; rows < options.Rows; number++)
        {
            var random = new SplitMix(options.Seed, number, 0);
            // Every customer once, then the more often the smaller the number: a cube law gives the usual long tail.
            double u = random.NextDouble();
            int customer = number < options.Customers ? number : (int)(options.Customers * u * u * u);
            long unassigned = Math.Max(0, options.Customers - 1 - number);
            int lines = (int)Math.Clamp(options.Rows - rows - unassigned, 1, 1 + (int)(random.NextDouble() * 4));
            orders.Add(new Order(customer, number, Second(options, customer, random.NextDouble()), lines));
            rows += lines;
        }
        return [.. orders];
    }

    /// <summary>A moment in the customer's own time with the shop.</summary>
    private static int Second(GenerationOptions options, int customer, double position)
    {
        var own = new SplitMix(options.Seed ^ 0xC0FFEE, customer, 0);
        double first = own.NextDouble() * 0.8;
        double stay = own.NextDouble() < 0.5 ? 1 - first : (1 - first) * own.NextDouble();
        return (int)((first + stay * position) * ((long)options.Days * SecondsPerDay - 1));
    }

    private static void WriteLine(ArrayBufferWriter<byte> buffer, GenerationOptions options, in Order order, int line, DateTime moment)
    {
        var random = new SplitMix(options.Seed, order.Number, line + 1);
        double flaw = random.NextDouble() / Math.Max(options.FlawShare, 1e-12);
        int quantity = 1 + (int)(random.NextDouble() * 5);
        double level = new SplitMix(options.Seed ^ 0xBEEF, order.Customer, 0).NextDouble();
        long cents = 199 + (long)(Math.Exp(level * 3) * 300 * (0.5 + random.NextDouble())) * quantity;
        if (flaw < 1.0 / 3)
            (cents, quantity) = (-cents, -quantity);
        Span<byte> text = buffer.GetSpan(160);
        int length = 0;
        if (flaw is < 1.0 / 3 or >= 2.0 / 3)
            length += Text(text[length..], $"C{order.Customer:D8}");
        length += Text(text[length..], $",O{order.Number:D9},");
        if (flaw is >= 2.0 / 3 and < 1)
            length += Text(text[length..], $"soon");
        else
            length += Text(text[length..], $"{moment:yyyy-MM-ddTHH:mm:ssZ}");
        text[length++] = (byte)',';
        if (cents < 0)
            text[length++] = (byte)'-';
        Utf8Formatter.TryFormat(Math.Abs(cents) / 100, text[length..], out int written);
        length += written;
        length += Text(text[length..], $".{Math.Abs(cents) % 100:D2},EUR,{quantity},P{(int)(random.NextDouble() * random.NextDouble() * 2000):D4},{Channels[(int)(random.NextDouble() * 3)]}\n");
        buffer.Advance(length);
    }

    private static int Text(Span<byte> target, FormattableString text)
    {
        _ = Encoding.ASCII.TryGetBytes(text.ToString(CultureInfo.InvariantCulture), target, out int written);
        return written;
    }

    private readonly record struct Order(int Customer, int Number, int Second, int Lines);

    /// <summary>SplitMix64: a stream of numbers for each (seed, number, line) without keeping any state between them.</summary>
    private struct SplitMix
    {
        private ulong _state;

        public SplitMix(ulong seed, int number, int line) => _state = seed * 0x9E3779B97F4A7C15 + (ulong)number * 0xD1B54A32D192ED03 + (ulong)line * 0x8CB92BA72F3D8DD7;

        public double NextDouble()
        {
            _state += 0x9E3779B97F4A7C15;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1ul << 53));
        }
    }
}
