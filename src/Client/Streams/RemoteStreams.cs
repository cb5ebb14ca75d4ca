namespace Kybernet.Client.Streams;

/// <summary>Which streams of a process a client asks for.</summary>
/// <param name="Stdin">The client writes.</param>
/// <param name="Stdout">The client reads.</param>
/// <param name="Stderr">The client reads; with a terminal there is none, everything is <paramref name="Stdout"/>.</param>
/// <param name="Tty">The process has a terminal, which can be resized.</param>
public readonly record struct RemoteStreams(bool Stdin, bool Stdout, bool Stderr, bool Tty)
{
    public bool HasStderr => Stderr && !Tty;
}
