using System.Text;

namespace ServerlessSeg.Benchmarks.Fuzz;

/// <summary>Mutated text exports, held to <see cref="IngestPromises"/>.</summary>
internal static class CsvFuzz
{
    private static readonly string[] Seeds =
    [
        "customer_id,order_id,date,amount,currency,line_no\r\nc1,o1,2025-01-05,10.50,EUR,1\r\n\"c,2\",o2,2025-01-06T10:00:00Z,\"1,234.50\",USD,2\r\n,o3,2025-01-07,-3,EUR,1\r\n",
        "Kunde;Datum;Betrag\nA;13.04.2025;1.234,50\nB;01.02.2025;-7,5\nC;03.04.2025;0\n",
        "InvoiceNo\tQuantity\tInvoiceDate\tUnitPrice\tCustomerID\n536365\t6\t12/1/2010 8:26\t2.55\t17850.0\nC536379\t-1\t12/13/2010 9:41\t27.5\t14527.0\n536414\t56\t12/1/2010 11:52\t0\t\n",
        "会员号|订单号|下单时间|金额\n甲|一|2025年1月5日|¥12.30\n乙|二|20250106|(4)\n",
        "order_id,customer_id,order_date,order_status,total,refunded_amount\n1,a,2025-01-05,paid,10.00,2.00\n1,,,,,\n2,0,2025-01-06,cancelled,20.00,\n3,Guest,1970-01-01,zorbled,5.00,9\n",
        "Name,Email,Financial Status,Created at,Lineitem quantity,Lineitem name,Lineitem price,Total,Cancelled at\n#1,A@x.com,paid,2025-01-05,1,M,5,10.00,\n#1,a@x.com,,2025-01-05,2,\"J \\\"q\\\"\",5,,\n",
        "Customer,Date,Debit,Credit\nAcme,,,\n,13 janv. 2025,Rp10.000,\n,2025-W03-1,,kr. 5\nTotal,,15,\n",
        "\"customer\",\"date\",\"amount\",\"note\"\n\"a\",\"2025-01-01\",\"1\",\"two\nlines, \"\"quoted\"\"\"\n\"b\",\"1735689600\",\"2e1\",\"\"\n",
    ];

    private static readonly string[] Tokens = ["\"", "\"\"", ",", ";", "\n", "\r\n", "\r", "\t", "|", "\0", "\uFEFF", "é", "-", ".0", "9999999999999999999", "1e999", "31/12/2025", "12/31/2025", "=", "NULL", " ", "\\", "'", "refunded", "Guest", "8.8E+11", "cancelled"];

    /// <summary>One input, the same for the same numbers.</summary>
    public static byte[] InputOf(int seed, int number)
    {
        var random = new Random(HashCode(seed, number));
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]));
        for (int rows = random.Next(4); rows > 0; rows--)
            bytes.AddRange(bytes.ToArray());
        for (int changes = random.Next(1, 12); changes > 0 && bytes.Count > 0; changes--)
            Mutate(bytes, random);
        return [.. bytes];
    }

    /// <summary>What went wrong, or null.</summary>
    public static string? BrokenPromise(byte[] input) => IngestPromises.Broken("fuzz.csv", input);

    private static void Mutate(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count);
        int length = Math.Min(random.Next(1, 20), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                break;
        }
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 397) ^ (number * 486_187_739));
}
