namespace Kybernet.Store;

public enum WatchEventKind
{
    Put,
    Delete,
}
