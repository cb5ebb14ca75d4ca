namespace Kybernet.Bench.Micro.Quick;

/// <summary>One thing done by us and by a peer.</summary>
/// <param name="Name">What is done.</param>
/// <param name="Ours">Does it once.</param>
/// <param name="Peer">The peer's name; null where there is none and only time and allocations count.</param>
/// <param name="Theirs">Does it once the peer's way.</param>
internal sealed record Comparison(string Name, Action Ours, string? Peer = null, Action? Theirs = null);
