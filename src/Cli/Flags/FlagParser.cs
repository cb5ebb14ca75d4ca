using System.Globalization;
using Kybernet.Machinery.Validation;

namespace Kybernet.Cli.Flags;

/// <summary>Reads arguments by pflag's rules: flags anywhere before <c>--</c>, <c>-n x</c>, <c>-nx</c>, <c>-n=x</c>, letters joined.</summary>
internal static class FlagParser
{
    /// <exception cref="FlagException">An argument is no flag of the set, or its value is wrong; the words are pflag's.</exception>
    public static FlagValues Parse(FlagSet set, IReadOnlyList<string> arguments)
    {
        var values = new FlagValues(set);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--")
            {
                values.Dash = values.Arguments.Count;
                values.Arguments.AddRange(arguments.Skip(i + 1));
                break;
            }

            if (argument.StartsWith("--", StringComparison.Ordinal)) i = Long(set, arguments, i, values);
            else if (argument.Length > 1 && argument[0] == '-') i = Short(set, arguments, i, values);
            else values.Arguments.Add(argument);
        }

        return values;
    }

    private static int Long(FlagSet set, IReadOnlyList<string> arguments, int at, FlagValues values)
    {
        var text = arguments[at][2..];
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? text : text[..equals];
        if (name == "help") throw new HelpException();
        if (set.Find(name) is not { } flag) throw new FlagException($"unknown flag: --{name}");
        if (equals >= 0) Set(values, flag, text[(equals + 1)..]);
        else if (flag.Bare is { } bare) Set(values, flag, bare);
        else if (at + 1 < arguments.Count) Set(values, flag, arguments[++at]);
        else throw new FlagException($"flag needs an argument: --{name}");
        return at;
    }

    private static int Short(FlagSet set, IReadOnlyList<string> arguments, int at, FlagValues values)
    {
        var letters = arguments[at][1..];
        for (var i = 0; i < letters.Length; i++)
        {
            if (letters[i] == 'h' && set.Find('h') is null) throw new HelpException();
            if (set.Find(letters[i]) is not { } flag) throw new FlagException($"unknown shorthand flag: '{letters[i]}' in -{letters[i..]}");
            var rest = letters[(i + 1)..];
            if (rest.StartsWith('=')) Set(values, flag, rest[1..]);
            else if (flag.Bare is { } bare)
            {
                Set(values, flag, bare);
                continue;
            }
            else if (rest.Length > 0) Set(values, flag, rest);
            else if (at + 1 < arguments.Count) Set(values, flag, arguments[++at]);
            else throw new FlagException($"flag needs an argument: '{letters[i]}' in -{letters[i..]}");
            break;
        }

        return at;
    }

    private static void Set(FlagValues values, Flag flag, string value)
    {
        var wrong = flag.Kind switch
        {
            FlagKind.Bool when Truth(value) is null => $"strconv.ParseBool: parsing {QuotedText.Of(value)}: invalid syntax",
            FlagKind.Int when !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) =>
                $"strconv.ParseInt: parsing {QuotedText.Of(value)}: invalid syntax",
            FlagKind.Duration when DurationText.Parse(value) is null => $"time: invalid duration {QuotedText.Of(value)}",
            _ => null,
        };
        if (wrong is not null)
        {
            var name = flag.Shorthand == '\0' ? $"--{flag.Name}" : $"-{flag.Shorthand}, --{flag.Name}";
            throw new FlagException($"invalid argument {QuotedText.Of(value)} for \"{name}\" flag: {wrong}");
        }

        values.Set(flag, flag.Kind == FlagKind.Bool ? Truth(value)! : value);
    }

    private static string? Truth(string value) => value switch
    {
        "1" or "t" or "T" or "true" or "TRUE" or "True" => "true",
        "0" or "f" or "F" or "false" or "FALSE" or "False" => "false",
        _ => null,
    };
}
