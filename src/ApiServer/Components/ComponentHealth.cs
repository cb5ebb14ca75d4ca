namespace Kybernet.ApiServer.Components;

/// <summary>A component's answer.</summary>
/// <param name="IsHealthy">Whether it is well.</param>
/// <param name="Message">What it says, or why it cannot be asked.</param>
internal readonly record struct ComponentHealth(bool IsHealthy, string Message)
{
    /// <summary>A part of this process that runs.</summary>
    public static ComponentHealth Ok => new(true, "ok");
}
