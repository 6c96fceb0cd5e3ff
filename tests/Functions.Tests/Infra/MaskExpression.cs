using System.Globalization;
using System.Text.RegularExpressions;

namespace ServerlessSeg.Functions.Tests.Infra;

/// <summary>Evaluates the small part of the query language that the masks use, for one column of one row.</summary>
internal sealed class MaskExpression(string text, string column, string value)
{
    private int _at;

    public string Evaluate()
    {
        string result = Scalar();
        Assert.True(_at == text.Length, $"'{text[_at..]}' is not understood");
        return result;
    }

    private string Scalar()
    {
        if (Take(column))
            return value;
        if (text[_at] is '\'' or '@')
            return Literal();
        if (Take("strcat("))
        {
            string joined = Scalar();
            while (Take(", "))
                joined += Scalar();
            Expect(")");
            return joined;
        }
        if (Take("extract("))
        {
            string pattern = Literal();
            Expect(", ");
            int group = text[_at++] - '0';
            Expect(", ");
            Match match = Regex.Match(Scalar(), pattern, RegexOptions.CultureInvariant);
            Expect(")");
            return match.Groups[group].Value;
        }
        Expect("iif(");
        bool holds = Condition();
        while (Take(" and "))
            holds &= Condition();
        Expect(", ");
        string then = Scalar();
        Expect(", ");
        string otherwise = Scalar();
        Expect(")");
        return holds ? then : otherwise;
    }

    private bool Condition()
    {
        Expect(column);
        if (Take(" !endswith "))
            return !value.EndsWith(Literal(), StringComparison.OrdinalIgnoreCase);
        Expect(" matches regex ");
        return Regex.IsMatch(value, Literal(), RegexOptions.CultureInvariant);
    }

    private string Literal()
    {
        Take("@");
        Expect("'");
        int end = text.IndexOf('\'', _at);
        string literal = text[_at..end];
        _at = end + 1;
        return literal;
    }

    private bool Take(string word)
    {
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
            return false;
        _at += word.Length;
        return true;
    }

    private void Expect(string word) => Assert.True(Take(word), string.Create(CultureInfo.InvariantCulture, $"'{word}' is expected at {_at} of '{text}'"));
}
