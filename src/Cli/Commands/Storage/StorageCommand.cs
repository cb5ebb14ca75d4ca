using System.CommandLine;
using Kybernet.Machinery.Objects;

namespace Kybernet.Cli.Commands.Storage;

/// <summary><c>kyb storage decode|encode FILE|-</c>: what is in a value of etcd, for people staring at one.</summary>
/// <param name="scheme">The kinds that can be read.</param>
/// <param name="input">Opens the process's standard input, for <c>-</c>.</param>
/// <param name="output">Opens the process's standard output: encoded values are bytes, not text.</param>
public sealed class StorageCommand(Scheme scheme, Func<Stream> input, Func<Stream> output)
{
    public Command Create() => new("storage", "Read and write values as they are stored in etcd.") { Decode(), Encode() };

    private Command Decode()
    {
        var file = FileArgument("The stored bytes (protobuf or JSON), or - for standard input.");
        var command = new Command("decode", "Print a stored value as YAML.") { file };
        command.SetAction((parsed, cancel) => RunAsync(parsed, file, bytes => new StoredValue(scheme).ToYaml(bytes) is var yaml && yaml.Succeeded
            ? Decoded<byte[]>.Success(System.Text.Encoding.UTF8.GetBytes(yaml.Value))
            : Decoded<byte[]>.Failure(yaml.Error!.Message), cancel));
        return command;
    }

    private Command Encode()
    {
        var file = FileArgument("One object in YAML or JSON, or - for standard input.");
        var format = new Option<StoredFormat?>("--format",
            "-f")
        { Description = "'protobuf' or 'json'; otherwise the format the value came from, or its kind is stored in." };
        var command = new Command("encode", "Write an object's bytes as they would be stored.") { file, format };
        command.SetAction((parsed, cancel) => RunAsync(parsed, file, bytes => new StoredValue(scheme).FromYaml(bytes, parsed.GetValue(format)), cancel));
        return command;
    }

    private static Argument<string> FileArgument(string description) => new("FILE") { Description = description };

    private async Task<int> RunAsync(ParseResult parsed, Argument<string> file, Func<byte[], Decoded<byte[]>> convert, CancellationToken cancel)
    {
        var name = parsed.GetValue(file)!;
        var errors = parsed.InvocationConfiguration.Error;
        byte[] bytes;
        try
        {
            bytes = await ReadAsync(name, cancel);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"error: cannot read {name}: {problem.Message}".AsMemory(), cancel);
            return 1;
        }

        var converted = convert(bytes);
        if (!converted.Succeeded)
        {
            await errors.WriteLineAsync($"error: {(name == "-" ? "standard input" : name)}: {converted.Error.Message}".AsMemory(), cancel);
            return 1;
        }

        await using var stream = output();
        await stream.WriteAsync(converted.Value, cancel);
        return 0;
    }

    private async Task<byte[]> ReadAsync(string name, CancellationToken cancel)
    {
        if (name != "-") return await File.ReadAllBytesAsync(name, cancel);
        await using var stream = input();
        var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancel);
        return buffer.ToArray();
    }
}
