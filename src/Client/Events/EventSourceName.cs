namespace Kybernet.Client.Events;

/// <summary>Who records events.</summary>
/// <param name="Component">Its name: <c>deployment-controller</c>.</param>
/// <param name="Host">The machine it runs on; empty for those that run anywhere.</param>
public readonly record struct EventSourceName(string Component, string Host);
