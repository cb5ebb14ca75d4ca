using System.CommandLine;
using System.Text;
using Kybernet.Machinery.Values;

namespace Kybernet.Hosts.Kyb.Standalone;

/// <summary>A flag whose value is like <c>1m30s</c>.</summary>
internal static class DurationFlag
{
    public static Option<TimeSpan> Create(string name, TimeSpan value, string description) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => value,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Duration.TryParse(Encoding.UTF8.GetBytes(text), out var duration)) return duration.ToTimeSpan();
            result.AddError($"invalid argument \"{text}\" for \"{name}\" flag: not like 15s or 1m30s");
            return default;
        },
    };
}
