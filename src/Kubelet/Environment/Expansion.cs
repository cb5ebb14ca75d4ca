using System.Text;

namespace Kybernet.Kubelet.Environment;

/// <summary><c>$(NAME)</c> in values, commands and arguments. <c>$$</c> is a dollar; an unknown name stays as it is written. Pure.</summary>
/// <remarks>Upstream: third_party/forked/golang/expansion.</remarks>
internal static class Expansion
{
    public static string Expand(string text, Func<string, string?> valueOf)
    {
        if (!text.Contains('$', StringComparison.Ordinal)) return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 >= text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            var next = text[i + 1];
            if (next == '$')
            {
                result.Append('$');
                i++;
            }
            else if (next == '(' && text.IndexOf(')', i + 2) is var end and >= 0)
            {
                var name = text[(i + 2)..end];
                result.Append(valueOf(name) ?? $"$({name})");
                i = end;
            }
            else
            {
                result.Append('$').Append(next);
                i++;
            }
        }

        return result.ToString();
    }
}
