using System.CommandLine;

namespace Kybernet.Cli.Commands.Version;

/// <summary><c>kyb version</c>: which build this is.</summary>
/// <remarks>Prints the client's version only: there is no server to ask yet, so <c>--client</c> changes nothing.</remarks>
public static class VersionCommand
{
    public static Command Create(VersionInfo version)
    {
        var output = new Option<string>("--output", "-o") { Description = "One of 'yaml' or 'json'.", DefaultValueFactory = _ => "" };
        var client = new Option<bool>("--client") { Description = "Show the client version only (no server required)." };
        var command = new Command("version", "Print the version of this program.") { client, output };
        command.SetAction(async (parsed, cancel) =>
        {
            var streams = parsed.InvocationConfiguration;
            if (VersionText.Of(version, parsed.GetValue(output) ?? "") is { } text)
            {
                await streams.Output.WriteAsync(text.AsMemory(), cancel);
                return 0;
            }

            await streams.Error.WriteLineAsync("error: --output must be 'yaml' or 'json'".AsMemory(), cancel);
            return 1;
        });
        return command;
    }
}
