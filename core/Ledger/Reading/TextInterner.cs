using System.IO.Hashing;
using System.Text;

namespace ServerlessSeg.Core.Ledger.Reading;

/// <summary>Gives the same string for the same UTF-8, so that a text met a million times is made once.</summary>
internal sealed class TextInterner
{
    /// <summary>More texts than this are not remembered: the table starts again, and memory stays bounded.</summary>
    private const int Most = 1 << 18;

    private (ulong Hash, string Text)[] _slots = new (ulong, string)[1024];
    private int _count;

    public string Intern(ReadOnlySpan<byte> utf8)
    {
        ulong hash = XxHash3.HashToUInt64(utf8);
        int mask = _slots.Length - 1;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            (ulong known, string text) = _slots[slot];
            if (text is null)
                break;
            if (known == hash && IsText(utf8, text))
                return text;
        }
        if (++_count * 2 > _slots.Length)
            Grow();
        string made = Encoding.UTF8.GetString(utf8);
        Place(hash, made);
        return made;
    }

    private static bool IsText(ReadOnlySpan<byte> utf8, string text)
    {
        if (Ascii.Equals(utf8, text))
            return true;
        return !Ascii.IsValid(utf8) && Encoding.UTF8.GetString(utf8) == text;
    }

    private void Grow()
    {
        if (_count > Most)
        {
            Array.Clear(_slots);
            _count = 1;
            return;
        }
        (ulong Hash, string Text)[] old = _slots;
        _slots = new (ulong, string)[old.Length * 2];
        foreach ((ulong hash, string text) in old)
        {
            if (text is not null)
                Place(hash, text);
        }
    }

    private void Place(ulong hash, string text)
    {
        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        while (_slots[slot].Text is not null)
            slot = (slot + 1) & mask;
        _slots[slot] = (hash, text);
    }
}
